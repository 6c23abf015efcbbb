//! Why an entity was found, in one line.

use std::fmt::Write;

use super::Entity;
use crate::document::Document;

/// Every rule of entities and what it stands for, sorted by id.
const RULES: &[(&str, &str)] = &[
    ("city", "a city of the gazetteer"),
    ("country", "a country of the gazetteer"),
    ("date.month", "a month, with or without a year"),
    ("date.numeric", "a date in digits"),
    ("date.relative", "a day seen from the article's own"),
    ("date.weekday", "a day of the week"),
    ("date.year", "a year after a word that announces one"),
    ("document", "a name the document has given in full elsewhere"),
    ("event.league", "a league and its country"),
    ("event.quoted", "an event and its name in quotation marks"),
    ("event.town", "an event and the place it is called after"),
    ("known_name", "a name of the gazetteer"),
    ("known_person", "a person of the gazetteer"),
    ("model", "the learned tagger alone"),
    ("nationality", "a nationality of the gazetteer"),
    ("org.acronym", "an acronym in brackets after what it stands for"),
    ("org.club", "a club and its town, in a sports page"),
    ("org.head", "a head noun and what makes a name of it"),
    ("org.head_name", "a head noun and a name of the gazetteer"),
    ("org.ministry", "a ministry and its portfolio"),
    ("org.national", "a state body and its nationality"),
    ("org.quoted", "a head noun and a name in quotation marks"),
    ("org.town", "a body and the town it is of"),
    ("person.names", "a given name and more names"),
    ("person.title", "a name after a title"),
    ("place.head", "a head noun and the name of a place"),
    ("place.label", "a name after what kind of place it is"),
    ("time", "a time of day"),
    ("title", "a title or role"),
    ("user", "an entry of the user's own"),
    ("value.money", "an amount and a currency"),
    ("value.number", "a number"),
    ("value.percent", "a number and per cent"),
    ("value.quantity", "a number and a unit"),
];

impl Entity {
    /// Which rule found this entity, on which words, and what it was taken for: one line for people,
    /// whose wording may change.
    ///
    /// `doc` is the document the entity comes from.
    ///
    /// # Example
    ///
    /// ```
    /// let doc = rawi::Analyzer::builder().model(false).build()?.annotate("عاد إلى بغداد.");
    /// assert_eq!(
    ///     doc.entities()[0].explain(&doc),
    ///     "city: a city of the gazetteer; location «بغداد», Baghdad, geonames:98182; confidence 0.93"
    /// );
    /// # Ok::<(), rawi::Error>(())
    /// ```
    pub fn explain(&self, doc: &Document) -> String {
        let mut out = self.rule().to_owned();
        if let Ok(at) = RULES.binary_search_by(|r| r.0.cmp(self.rule())) {
            let what = RULES.get(at).map_or("", |r| r.1);
            let _ = write!(out, ": {what}");
        }
        let text = doc.slice(self.span());
        // Writing to a string cannot fail.
        let _ = write!(out, "; {} «{text}»", self.kind());
        if self.name() != text {
            let _ = write!(out, ", that is «{}»", self.name());
        }
        for part in [self.name_en(), self.id()].into_iter().flatten() {
            let _ = write!(out, ", {part}");
        }
        if let Some(value) = self.value() {
            let _ = write!(out, ", value {value}");
        }
        let _ = write!(out, "; confidence {:.2}", self.confidence());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_cover_what_is_found() {
        assert!(RULES.is_sorted_by(|a, b| a.0 < b.0));
        let text = "قال وزير الخارجية التركي هاكان فيدان يوم الثلاثاء 12 مارس 2019 في مطار بغداد الدولي إن \
                    وزارة الدفاع الأمريكية دفعت 4 ملايين دولار، أي 20 في المئة. وأضاف فيدان في الساعة 14:30: \
                    الجيش اللبناني وحركة «الإنصاف» في مدينة ورفلة. وبلغ الطول 15 كيلومترا.";
        for model in [false, true] {
            let analyzer = crate::Analyzer::builder().model(model).build().unwrap();
            let doc = analyzer.annotate(text);
            assert!(doc.entities().len() > 8);
            for entity in doc.entities() {
                let known = RULES.binary_search_by(|r| r.0.cmp(entity.rule()));
                assert!(known.is_ok(), "{} is not explained", entity.rule());
                assert!(entity.explain(&doc).contains(doc.slice(entity.span())));
            }
        }
    }
}
