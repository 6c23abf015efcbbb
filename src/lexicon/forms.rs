//! The forms of a token, looked up together.

use super::{Lexicon, Word};
use crate::segment::Segmented;

/// What the forms of a token can be, from the whole word inwards.
///
/// Most words have no clitics, so most forms are the form before them: a token costs one look-up by
/// the hash that it carries, and one for each clitic that is really there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Forms<'l> {
    /// The token, clitics and all.
    pub whole: Option<&'l Word>,
    /// Without its conjunction.
    pub bare: Option<&'l Word>,
    /// Without conjunction and preposition.
    pub noun: Option<&'l Word>,
    /// Without any proclitic.
    pub stem: Option<&'l Word>,
}

impl Lexicon {
    /// The forms of token `i`.
    pub(crate) fn forms(&self, text: &Segmented, i: usize) -> Forms<'_> {
        let tok = text.tok(i);
        let whole = self.get_hashed(tok.hash, text.word(i));
        let bare = if tok.bare() == tok.start { whole } else { self.get(text.bare(i)) };
        let noun = if tok.noun() == tok.bare() { bare } else { self.get(text.noun(i)) };
        let stem = if tok.stem() == tok.noun() { noun } else { self.get(text.stem(i)) };
        Forms { whole, bare, noun, stem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::{Form, Normalizer};
    use crate::segment::CliticTable;

    #[test]
    fn are_what_asking_for_each_gives() {
        let lexicon = Lexicon::builtin();
        let text = "وقال مصدر مطلع في الوزارة للصحيفة إن المسؤولين سيعلنون ذلك، وبالمصادر نفسها.";
        let text = Segmented::new(text, &Normalizer::new(Form::Key), &CliticTable::builtin());
        let same = |a: Option<&Word>, b: Option<&Word>| match (a, b) {
            (Some(a), Some(b)) => std::ptr::eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        for i in 0..text.tokens().len() {
            let forms = lexicon.forms(&text, i);
            assert!(same(forms.whole, lexicon.get(text.word(i))));
            assert!(same(forms.bare, lexicon.get(text.bare(i))));
            assert!(same(forms.noun, lexicon.get(text.noun(i))));
            assert!(same(forms.stem, lexicon.get(text.stem(i))));
        }
    }
}
