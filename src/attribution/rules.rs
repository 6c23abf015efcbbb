//! The rules: every id an attribution can carry, what it stands for, and a sentence it reads.
//!
//! V verbs, H circumstantial participles, N nouns, P prepositions and other devices, D documents,
//! L layout. The table is what [`Attribution::explain`](super::Attribution::explain) speaks from, and
//! the tests hold it to the code and to DESIGN.md.

/// A rule's id, what it stands for, and an example.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub id: &'static str,
    pub what: &'static str,
    #[cfg_attr(not(test), allow(dead_code))]
    pub example: &'static str,
}

/// The rule with an id.
pub(crate) fn rule(id: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|r| r.id.cmp(id)).ok().and_then(|i| RULES.get(i))
}

const fn r(id: &'static str, what: &'static str, example: &'static str) -> Rule {
    Rule { id, what, example }
}

/// All rules, sorted by id.
pub(crate) const RULES: &[Rule] = &[
    r("D.stated", "a document says it", "وجاء في بيان للوزارة أن الحدود ستبقى مغلقة."),
    r(
        "H.doubled",
        "a participle doubles a verb of speech",
        "أضاف الوزير موضحا أن المشروع جاهز للتسليم.",
    ),
    r(
        "H.participle",
        "a participle of speech goes on for the same source",
        "قال مصدر طبي إن الإصابات طفيفة، مضيفا أن جميع المصابين غادروا.",
    ),
    r(
        "L.credit.byline",
        "the writer's name above the article",
        "المعرض ينطلق غدا\nكتب: سامي نعيم\nينطلق المعرض السنوي غدا.",
    ),
    r(
        "L.credit.caption",
        "an agency in brackets behind a caption or a passage",
        "الحريق يقترب من القرية\nتواصلت جهود الإطفاء أمس في المنطقة الجبلية لليوم الثالث من دون توقف.\nرجال الإطفاء خلال إخماد الحريق في الغابة القريبة من القرية (رويترز) ولا تزال الطرق مغلقة منذ صباح أمس في المنطقة كلها.\nواشتدت الرياح مساء، وأغلقت المدارس القريبة من الغابة أبوابها حتى نهاية الأسبوع.",
    ),
    r(
        "L.credit.dateline",
        "the outlet in a dateline",
        "السيل يقطع الطريق\nبيروت (رويترز) - تواصلت الأمطار الغزيرة على المناطق الشمالية لليوم الثالث.",
    ),
    r("L.credit.line", "a line that is an outlet's name", "استقر سعر الذهب أمس.\nرويترز"),
    r(
        "L.credit.reprint",
        "where and when the article was printed first",
        "المعرض ينطلق غدا\nسامي نعيم نشر في المساء يوم 12 مارس\nينطلق المعرض السنوي غدا.",
    ),
    r(
        "L.credit.source",
        "المصدر and an outlet on a line of their own",
        "استقر سعر الذهب في تعاملات المساء.\nالمصدر: وكالة الأناضول",
    ),
    r(
        "L.dialogue",
        "a speaker and a colon in a line of dialogue",
        "الصحفي: متى بدأ المشروع؟\nالمهندسة: بدأ قبل عامين.\nالصحفي: ومتى ينتهي؟\nالمهندسة: ينتهي في مارس.",
    ),
    r("L.headline", "a source and a colon in a headline", "وزير الصحة: الوضع الوبائي مستقر"),
    r(
        "L.interview",
        "a letter or a dash that marks a question or an answer",
        "حوار مع المهندسة منى البكري\nس: متى بدأ المشروع؟\nج: بدأ المشروع قبل عامين.",
    ),
    r(
        "N.noun",
        "a noun of speech, its possessor and what it governs",
        "لم تستجب الحكومة لدعوة النقابات إلى الحوار.",
    ),
    r("N.saying", "قوله and the like before what was said", "اشتهر المدرب بقوله إن الحظ للشجعان."),
    r(
        "P.back",
        "a device that looks back",
        "ارتفعت صادرات التمور بعشرة في المئة، وفقا لوزارة الفلاحة.",
    ),
    r(
        "P.clause.back",
        "حسبما or كما and a verb that look back",
        "سيغلق المطار ليلا حتى نهاية الشهر، حسبما أعلنت وزارة النقل.",
    ),
    r(
        "P.clause.front",
        "حسبما and a verb before the clause",
        "حسب ما أوردت وكالة الأنباء السودانية، وصل الوفد صباحا إلى بورتسودان.",
    ),
    r("P.front", "a device before the clause", "بحسب مصادر أمنية، أوقفت الشرطة ستة أشخاص."),
    r(
        "P.own",
        "a device whose last word has the source as a pronoun or possessor",
        "قال المدرب إن الفريق تعب. هذه كارثة، على حد تعبيره.",
    ),
    r(
        "P.passive",
        "a passive, with its source behind لدى or من or without",
        "وأفيد بأن الطريق قطعت.",
    ),
    r(
        "V.learned",
        "an outlet learned it from its source",
        "علمت الجريدة من مصادر موثوقة أن الوالي سيغادر منصبه.",
    ),
    r(
        "V.quote.around",
        "a verb between two pieces of a quotation",
        "«لن نغلق المصنع هذا العام»، قال رئيس اللجنة، «وسنعلن التفاصيل قريبا».",
    ),
    r(
        "V.quote.before",
        "a verb behind its quotation",
        "«لم أكن أعرف شيئا عن الصفقة»، يقول رجل الأعمال فؤاد بركات.",
    ),
    r(
        "V.relative",
        "a verb in a relative clause, its source before the pronoun",
        "غادر المدرب الذي قال إن الفريق تعب.",
    ),
    r(
        "V.relay",
        "an outlet relays a source",
        "نقلت وكالة رويترز عن مسؤول أمريكي قوله إن الانسحاب سيبدأ قريبا.",
    ),
    r(
        "V.said.before",
        "a verb behind the clause it reports",
        "الاتفاق جاهز للتوقيع منذ شهر، يقول المتحدث نفسه.",
    ),
    r("V.said.colon", "a verb and a colon", "وأضاف الدكتور هشام رمزي: نحتاج إلى لقاحات أكثر."),
    r("V.said.comp", "a verb and a clause after أن", "كشف مصدر مطلع أن الجلسة تأجلت."),
    r("V.said.object", "a verb and a noun phrase", "نفى الجيش وقوع أي اشتباك على الحدود."),
    r("V.said.prep", "a verb and the preposition it takes", "رحبت فرنسا بالاتفاق الجديد."),
    r("V.said.pronoun", "a verb with its content as a pronoun", "هذا هو الخبر الذي نفته الوزارة."),
    r(
        "V.said.quote",
        "a verb and a quotation",
        "كتب النائب زياد حداد على تويتر «سأصوت ضد القانون».",
    ),
    r(
        "V.said.unmarked",
        "a verb and speech that has lost its marks",
        "وقال رئيس النادي لن نبيع أي لاعب هذا الموسم.",
    ),
    r(
        "V.says.comp",
        "a verb in the present and a clause after أن",
        "تقول مصادر محلية إن السد امتلأ للمرة الأولى منذ عشرين عاما.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_found() {
        assert!(RULES.windows(2).all(|w| w[0].id < w[1].id));
        assert!(RULES.iter().all(|r| rule(r.id).is_some_and(|found| found.id == r.id)));
    }

    #[test]
    fn every_rule_reads_its_example() {
        let analyzer = crate::Analyzer::new();
        let mut wrong = String::new();
        for rule in RULES {
            let doc = analyzer.annotate(rule.example);
            let found: Vec<&str> =
                doc.attributions().iter().map(crate::Attribution::rule).collect();
            if !found.contains(&rule.id) {
                wrong += &format!("{}: {} by {found:?}\n", rule.id, rule.example);
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    /// Every string of the frames that looks like a rule's id is one, and none is left over.
    #[test]
    fn the_frames_use_these_rules() {
        let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/src/attribution");
        let mut code = String::new();
        for file in std::fs::read_dir(dir).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() && !path.ends_with("rules.rs") {
                code += &std::fs::read_to_string(path).unwrap();
            }
        }
        let is_id = |s: &&str| {
            let family = s.strip_prefix(['D', 'H', 'L', 'N', 'P', 'V']);
            let rest = family.and_then(|s| s.strip_prefix('.')).unwrap_or_default();
            !rest.is_empty() && rest.bytes().all(|b| b == b'.' || b.is_ascii_lowercase())
        };
        let used: Vec<&str> = code.split('"').filter(is_id).collect();
        // A verb that governs nothing yet has this id while it looks for a quotation.
        let unknown: Vec<&&str> =
            used.iter().filter(|id| **id != "V.said" && rule(id).is_none()).collect();
        assert!(unknown.is_empty(), "not in the table: {unknown:?}");
        let unused: Vec<&str> =
            RULES.iter().map(|r| r.id).filter(|id| !used.contains(id)).collect();
        assert!(unused.is_empty(), "not in the frames: {unused:?}");
    }

    #[test]
    fn the_design_notes_list_every_rule() {
        let design =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/DESIGN.md")).unwrap();
        for rule in RULES {
            let line = format!("| `{}` | {} | {} |", rule.id, rule.what, rule.example);
            let line = line.replace('\n', " / ");
            assert!(design.contains(&line), "DESIGN.md lacks this line:\n{line}");
        }
    }
}
