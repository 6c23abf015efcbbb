//! The hundreds of presentation forms, which are nearly all there is to make of a table. They are
//! looked up once for the whole program and not for each normalizer.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::super::step::{Fold, Step};
use super::super::table::{Entry, Table};
use super::super::{Form, Normalizer, data};
use super::{Base, compile};

/// Presentation forms as letters.
pub(super) struct Forms {
    /// The table in which nothing but this happens, or this and then NFC; for one of our forms,
    /// that one with the letters as they become by it.
    pub(super) table: Table,
    /// What becomes of each letter of `parts` after that.
    letters: Vec<Entry>,
    /// The text of each code point of [`data::FORMS`]; empty when it is not one of them.
    texts: Vec<&'static str>,
    /// For each letter in them the forms it is a part of, one bit for each of `texts`.
    parts: Vec<(u32, FormSet)>,
}

/// One bit for each code point of [`data::FORMS`].
type FormSet = [u64; (data::FORMS.1 - data::FORMS.0) as usize / 64 + 1];

impl Forms {
    pub(super) fn get(canonical: bool) -> &'static Forms {
        static PLAIN: OnceLock<Forms> = OnceLock::new();
        static CANONICAL: OnceLock<Forms> = OnceLock::new();
        let forms = if canonical { &CANONICAL } else { &PLAIN };
        forms.get_or_init(|| {
            let pieces = [&data::PRESENTATION_FORMS, &data::PRESENTATION_REPAIR];
            let mut steps = vec![Fold::step(pieces.to_vec())];
            steps.extend(canonical.then_some(Step::Nfc));
            let table = compile(&steps, Base::None).base();
            let (first, last) = data::FORMS;
            let mut texts = vec![""; (last - first) as usize + 1];
            // What the second piece says counts.
            for &(code, text) in pieces.iter().flat_map(|piece| piece.map) {
                texts[(code - first) as usize] = text;
            }
            let mut parts = BTreeMap::<u32, FormSet>::new();
            for (i, text) in texts.iter().enumerate() {
                for c in text.chars() {
                    parts.entry(c as u32).or_default()[i / 64] |= 1 << (i % 64);
                }
            }
            let letters = parts.keys().map(|&letter| table.get(letter)).collect();
            Forms { table, letters, texts, parts: parts.into_iter().collect() }
        })
    }

    /// Those with the letters as they become by one of our own forms. Any would do for what ends with
    /// NFC; the nearest leaves the least to be looked up again.
    pub(super) fn near(form: Form) -> &'static Forms {
        static OURS: [OnceLock<Forms>; 3] = [const { OnceLock::new() }; 3];
        let slot = match form {
            Form::News => &OURS[0],
            Form::Key => &OURS[1],
            Form::Search => &OURS[2],
            _ => return Forms::get(true),
        };
        slot.get_or_init(|| Forms::get(true).as_by(form))
    }

    /// The same with the letters as they become by a form.
    fn as_by(&'static self, form: Form) -> Forms {
        let by = &Normalizer::of(form).inner;
        let here = |step: &Step| step.fold().is_some_and(Fold::has_forms);
        let at = by.steps.iter().position(here).map_or(0, |at| at + 1);
        let later = compile(by.steps.get(at..).unwrap_or_default(), Base::None);
        let mut table = self.table.extended().with_expansions_of(&by.table);
        for (code, _) in (data::FORMS.0..).zip(&self.texts).filter(|(_, text)| !text.is_empty()) {
            table.set(code, by.table.get(code));
        }
        Forms {
            table: table.finish().base(),
            letters: self.parts.iter().map(|&(letter, _)| later.get(letter)).collect(),
            texts: self.texts.clone(),
            parts: self.parts.clone(),
        }
    }

    /// Calls `f` with the forms of which something else becomes by `table` than by this one, and
    /// their texts.
    pub(super) fn for_each_changed(
        &self,
        table: &mut Table,
        mut f: impl FnMut(&mut Table, u32, &str),
    ) {
        let mut all = FormSet::default();
        for ((letter, forms), became) in self.parts.iter().zip(&self.letters) {
            if table.get(*letter) != *became {
                all.iter_mut().zip(forms).for_each(|(all, forms)| *all |= forms);
            }
        }
        for (texts, (first, mut set)) in
            self.texts.chunks(64).zip((data::FORMS.0..).step_by(64).zip(all))
        {
            while set != 0 {
                let i = set.trailing_zeros();
                set &= set - 1;
                f(table, first + i, texts[i as usize]);
            }
        }
    }
}
