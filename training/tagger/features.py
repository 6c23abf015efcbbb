"""Features of the teachers: hashed affixes, shape, frequency, trigger words, name lists.

The shipped student sees none of this at run time: what a word is made of is folded into its row of the
vocabulary table (see `export.py`), and unknown words go through the n-gram rows.
"""
import collections
import functools
import re
import zlib

from text import key, tokens, type_of

BUCKETS = 1 << 14
WIDTH = 28  # features kept a token


@functools.lru_cache(1 << 21)
def bucket(feature):
    return 1 + zlib.crc32(feature.encode()) % (BUCKETS - 1)


@functools.lru_cache(1 << 20)
def strip(w):
    """A light proclitic strip: (stem, signature of what was cut)."""
    s, sig = w, ""
    if len(s) >= 4 and s[0] in "وف":
        s, sig = s[1:], w[0]
    if s.startswith("لل") and len(s) >= 5:
        return s[2:], sig + "ll"
    if len(s) >= 5 and s[0] in "بكل" and s[1:3] == "ال":
        return s[3:], sig + s[0] + "A"
    if s.startswith("ال") and len(s) >= 5:
        return s[2:], sig + "A"
    if len(s) >= 5 and s[0] in "بكل":
        return s[1:], sig + s[0] + "?"
    return s, sig


TRIGGERS = {}
for cls, words in {
    "PT": "السيد السيدة الدكتور دكتور الشيخ الملك الأمير الأميرة الجنرال العقيد العميد اللواء الكاتب الشاعر الفنان الفنانة اللاعب المدرب النائب المرشح القاضي المحامي المهندس الأستاذ الكابتن الحاج الإمام آية البابا القس المطران الزعيم المفكر النجم الحارس المهاجم",
    "PR": "رئيس الرئيس رئيسة وزير الوزير وزيرة مدير المدير أمين الأمين قائد القائد سفير السفير نائب مستشار المستشار عضو زعيم مبعوث المبعوث مفوض منسق المتحدث الناطق عاهل العاهل سكرتير محافظ",
    "LT": "مدينة المدينة قرية بلدة محافظة ولاية منطقة إقليم دولة جمهورية مملكة جزيرة نهر بحر جبل شارع حي مطار ميناء مخيم عاصمة العاصمة شمال جنوب شرق غرب وسط قطاع مقاطعة ضاحية معبر صحراء خليج قضاء",
    "OT": "شركة حزب الحزب منظمة جمعية جامعة وزارة مؤسسة هيئة مجلس لجنة اتحاد حركة جبهة بنك مصرف مركز معهد نادي فريق منتخب كتائب تنظيم جماعة وكالة صحيفة جريدة قناة شبكة إذاعة مجلة محكمة نقابة رابطة تيار كتلة ائتلاف برلمان جيش شرطة مجموعة صندوق",
    "SV": "قال قالت وقال وقالت أضاف وأضاف وأضافت أكد وأكد أعلن وأعلن أعلنت صرح أوضح وأوضح ذكر ذكرت أشار وأشار اعتبر دعا نفى شدد",
    "DM": "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد كانون شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين",
}.items():
    for w in words.split():
        TRIGGERS[key(w)] = cls


class Gazetteer:
    """Phrases → kinds, and single tokens → name buckets, from the permissive lists."""

    def __init__(self, directory):
        self.phrases = collections.defaultdict(set)
        self.given, self.surname, self.names = collections.Counter(), collections.Counter(), set()
        rows = lambda f: (l.rstrip("\n").split("\t") for l in open(f"{directory}/{f}.tsv", encoding="utf-8"))

        def add(name, kinds=None, rename={}, minimum=0):
            for p in rows(name):
                if len(p) < 2 or (kinds and p[1] not in kinds):
                    continue
                if minimum and "|" in p[2] and int(p[2].split("|")[1]) < minimum:
                    continue
                for part in re.split("[،,/]", re.sub(r"\(.*?\)", "", p[0])):
                    t = tuple(tokens(part))
                    if t and len("".join(t)) >= 3 and not (len(t) == 1 and t[0][:2] == "ال" and len(t[0]) < 4):
                        self.phrases[t].add(rename.get(p[1], p[1]))

        add("cldr_ar", {"GPE", "CITY", "LANG", "CURR", "MONTH"}, {"CITY": "CITYB"})
        add("i18n_iso_countries")
        add("geonames_cities15000", minimum=15000)
        add("algeria_communes", rename={"SUBDIV": "CITY"})
        add("faker_ar", {"CITY"})
        for a, t, x in rows("romanizer_units"):
            (self.given if t == "GIVEN" else self.surname)[key(a)] += int(x.split("|")[2])
        for a, t, _ in rows("faker_ar"):
            if t == "GIVEN":
                self.given[key(a)] += 2
            if t == "SURNAME":
                self.surname[key(a)] += 2
        for p in rows("wikidata_coling2018"):
            self.names.add(key(p[0]))
        self.longest = min(6, max(map(len, self.phrases)))

    @staticmethod
    def level(n):
        return 0 if n == 0 else 1 if n < 3 else 2 if n < 10 else 3 if n < 50 else 4

    @staticmethod
    def readings(w):
        """The word itself, then what is left without a proclitic."""
        out = [w]
        stem, sig = strip(w)
        if sig:
            if stem != w:
                out.append(stem)
            if w[0] in "وفبلك" and len(w) > 3:
                out.append(w[1:])
            if "A" in sig or sig.endswith("ll"):
                out.append("ال" + stem)
        return out

    def tags(self, n):
        out = [set() for _ in n]
        for i in range(len(n)):
            firsts = self.readings(n[i])
            for length in range(min(self.longest, len(n) - i), 0, -1):
                hit = None
                for f in firsts:
                    kinds = self.phrases.get((f, *n[i + 1 : i + length]))
                    if kinds:
                        hit = (kinds, f == n[i])
                        break
                if hit:
                    for t in hit[0]:
                        for k in range(length):
                            out[i + k].add(
                                ("B-" if k == 0 else "I-") + t + ("" if hit[1] else "~") + ("" if length == 1 else "M")
                            )
                    break
            out[i] |= self.name_tags(firsts)
        return out

    def name_tags(self, firsts):
        out = set()
        for j, f in enumerate(firsts[:3]):
            g, s, tag = self.level(self.given[f]), self.level(self.surname[f]), "" if j == 0 else "~"
            if g:
                out.add(f"g{g}{tag}")
            if s:
                out.add(f"s{s}{tag}")
            if f in self.names and not (g or s):
                out.add("n" + tag)
            if g or s:
                break
        return out


class Features:
    def __init__(self, counts, gazetteer):
        self.counts, self.gazetteer = counts, gazetteer
        self.word = functools.lru_cache(1 << 20)(self._word)

    def level(self, w):
        c = self.counts.get(w, 0)
        return 0 if c == 0 else min(9, len(bin(c)) // 2)

    def _word(self, w):
        f = []
        for k in (1, 2, 3, 4):
            if len(w) > k:
                f += [f"p{k}={w[:k]}", f"s{k}={w[-k:]}"]
        stem, sig = strip(w)
        f.append("sig=" + sig)
        for k in (2, 3):
            if len(stem) > k and sig:
                f.append(f"p{k}={stem[:k]}")
        shape = "d" if w[0].isdigit() else "L" if w == "a" else "a" if "\u0600" <= w[0] <= "\u06ff" and len(w) > 1 else "p"
        f += [f"sh={shape}{min(len(w), 8)}", f"fq={self.level(w)}", f"fs={self.level(stem)}"]
        t = TRIGGERS.get(w) or TRIGGERS.get(stem) or TRIGGERS.get("ال" + stem)
        if t:
            f.append("t=" + t)
        if len(w) == 1:
            f.append("pc=" + w)
        return tuple(bucket(x) for x in f)

    def sentence(self, types):
        """Rows of feature ids, one a token, for a sentence of vocabulary entries."""
        return [
            (self.word(w) + tuple(bucket("g=" + t) for t in sorted(g)))[:WIDTH]
            for w, g in zip(types, self.gazetteer.tags(types))
        ]

    def single(self, w):
        return self.sentence([w])[0]
