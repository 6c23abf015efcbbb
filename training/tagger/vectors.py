"""fastText vectors of the vocabulary entries: vectors.py DIR (reads plain.txt, writes ft.bin)."""
import sys
import time

import fasttext

start = time.time()
model = fasttext.train_unsupervised(
    f"{sys.argv[1]}/plain.txt", model="skipgram", dim=96, ws=3, minCount=4, minn=2, maxn=5,
    bucket=65536, epoch=2, neg=5, t=1e-4, thread=2, lr=0.06, verbose=1,
)
model.save_model(f"{sys.argv[1]}/ft.bin")
print(len(model.words), "words", round(time.time() - start), "s")
