"""Other people's normalizers for Python, by the name of the form that reproduces them.

What is not installed is left out. `araclean` needs Python 3.12; `camel-tools` is large:

    pip install pyarabic arabic-norm arabic-normalize araclean camel-tools
"""

import contextlib
import importlib
import unicodedata
from collections.abc import Callable

Normalize = Callable[[str], str]


def peers() -> dict[str, Normalize]:
    """What each form is held to, where its peer is installed."""
    found: dict[str, Normalize] = {
        "nfc": lambda text: unicodedata.normalize("NFC", text),
        "nfkc": lambda text: unicodedata.normalize("NFKC", text),
    }
    for family in (_pyarabic, _camel, _arabic_norm, _arabic_normalize, _araclean):
        with contextlib.suppress(ImportError):
            found |= family()
    return found


def _pyarabic() -> dict[str, Normalize]:
    araby = importlib.import_module("pyarabic.araby")
    search = importlib.import_module("pyarabic.normalize")
    return {
        "pyarabic_tashkeel": araby.strip_tashkeel,
        "pyarabic_diacritics": araby.strip_diacritics,
        "pyarabic_tatweel": araby.strip_tatweel,
        "pyarabic_search": search.normalize_searchtext,
    }


def _camel() -> dict[str, Normalize]:
    normalize = importlib.import_module("camel_tools.utils.normalize")
    dediac = importlib.import_module("camel_tools.utils.dediac")
    charmap = importlib.import_module("camel_tools.utils.charmap")
    return {
        "camel_dediac": dediac.dediac_ar,
        "camel_alef": normalize.normalize_alef_ar,
        "camel_alef_maksura": normalize.normalize_alef_maksura_ar,
        "camel_teh_marbuta": normalize.normalize_teh_marbuta_ar,
        "camel_unicode": normalize.normalize_unicode,
        "camel_arclean": charmap.CharMapper.builtin_mapper("arclean").map_string,
    }


def _arabic_norm() -> dict[str, Normalize]:
    normalize = importlib.import_module("arabic_norm").normalize
    return {
        "arabic_norm": normalize,
        "arabic_norm_ta_marbuta": lambda text: normalize(text, ta_marbuta=True),
    }


def _arabic_normalize() -> dict[str, Normalize]:
    module = importlib.import_module("arabic_normalize")
    return {
        "arabic_normalize": module.normalize,
        "arabic_normalize_search": module.normalize_for_search,
    }


def _araclean() -> dict[str, Normalize]:
    normalize = importlib.import_module("araclean").normalize
    return {
        "araclean_light": lambda text: normalize(text, profile="light"),
        "araclean_search": lambda text: normalize(text, profile="search"),
    }
