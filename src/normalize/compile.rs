//! One table of all steps.

mod forms;
mod near;

use std::sync::OnceLock;

use super::Form;
use super::data;
use super::step::{FinalYeh, Step, space_of};
use super::table::{Action, Entry, Table, Watch};
use forms::Forms;
pub(crate) use near::{Paths, compile_near};

/// What [`compile`] may begin with; it comes to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// No presentation forms.
    None,
    /// Presentation forms as letters that stay.
    Forms,
    /// The same as one of our own forms has them.
    Near(Form),
}

/// Makes one table of all steps: what becomes of each code point when its neighbours are plain.
///
/// Steps are taken from the last to the first, so that `table` always says what the steps after
/// the current one do; a code point that a step sends to a text therefore becomes whatever the
/// table says of that text. The cost is one look-up for each code point some step mentions, but for
/// presentation forms, of which only those are looked up whose letters change.
pub(crate) fn compile(steps: &[Step], base: Base) -> Table {
    // The last step of our own forms: the same for all, so made once.
    static NFC: OnceLock<Table> = OnceLock::new();
    let has_forms = |steps: &[Step]| {
        base != Base::None
            && steps.iter().any(|s| matches!(s, Step::Fold(fold) if fold.has_forms()))
    };
    let all = steps;
    let mut pending: Vec<(u32, Entry)> = Vec::with_capacity(1024);
    let mut text = String::new();
    let mut buffer = [0; 4];
    // The forms that the table knows already, as long as it does.
    let mut forms = None;
    let (mut table, mut extended, steps) = match steps {
        [before @ .., Step::Nfc] if !before.is_empty() => {
            let nfc = if has_forms(before) {
                let of = match base {
                    Base::Near(form) => Forms::near(form),
                    _ => Forms::get(true),
                };
                &forms.insert(of).table
            } else {
                NFC.get_or_init(|| compile(&[Step::Nfc], Base::None).base())
            };
            (nfc.extended(), true, before)
        }
        _ if has_forms(steps) => (forms.insert(Forms::get(false)).table.extended(), false, steps),
        _ => (Table::new(), false, steps),
    };
    for step in steps.iter().rev() {
        match step {
            Step::Fold(fold) => {
                if fold.only {
                    // What is not mentioned goes, whatever later steps say about it.
                    let mut rest = Table::filled(Entry::VOID);
                    for code in (0x600..0x700).filter(|&code| data::belongs(code)) {
                        rest.set(code, Entry::DROP);
                    }
                    fold.for_each(|code, to| {
                        text.clear();
                        let plain = to.chars().all(|c| table.append(c, &mut text));
                        let entry = if plain { rest.entry(code, &text) } else { Entry::STOP };
                        rest.set(code, entry);
                    });
                    (table, extended, forms) = (rest, false, None);
                    continue;
                }
                pending.clear();
                let mut add = |table: &mut Table, code, to: &str| {
                    pending.push((code, table.then(code, to)));
                };
                let (first, last) = data::FORMS;
                match forms.filter(|_| fold.has_forms() && table.is_as_it_was(first, last)) {
                    None => fold.for_each(|code, to| add(&mut table, code, to)),
                    Some(forms) => {
                        fold.for_each_but_forms(|code, to| add(&mut table, code, to));
                        forms.for_each_changed(&mut table, add);
                    }
                }
                // All of a step happens at once: ى→ي beside ي→ى swaps them.
                table.set_all(&pending);
            }
            Step::Nfc => {
                for &(first, last) in data::NFC_STOPS {
                    // Where nothing has been said since the last step, that has stopped there.
                    if extended && table.is_as_it_was(first, last) {
                        continue;
                    }
                    // Vowel marks only have to be in order, which is watched.
                    for (first, last) in data::without_ordered_marks(first, last) {
                        table.stop(first, last);
                    }
                }
            }
            Step::Nfkc => {
                pending.clear();
                for &(first, last) in data::NFKC_STOPS {
                    if first >= 0x10000 {
                        table.stop(first, last);
                        continue;
                    }
                    for code in (first..=last).filter(|&code| !data::is_ordered_mark(code)) {
                        let entry = match data::composed_alone(code) {
                            Some(to) => table.then(code, &to),
                            None => Entry::STOP,
                        };
                        pending.push((code, entry));
                    }
                }
                table.set_all(&pending);
            }
            Step::Whitespace(lines) => {
                pending.clear();
                for code in data::WHITESPACE.iter().flat_map(|&(a, b)| a..=b) {
                    let Some(to) = char::from_u32(code).and_then(|c| space_of(c, *lines)) else {
                        continue;
                    };
                    let entry = table.then(code, to.encode_utf8(&mut buffer));
                    pending.push((code, entry));
                }
                table.set_all(&pending);
            }
            Step::Elongation { .. } => {}
            Step::Punctuation => {
                for (from, to) in data::PUNCTUATION {
                    let entry = table.then(*from as u32, to.encode_utf8(&mut buffer));
                    table.set(*from as u32, entry);
                }
            }
            Step::Joiner => table.stop(0x200D, 0x200D),
            Step::FarsiYeh(_) => table.stop(0x6CC, 0x6CC),
            Step::Final(f) => table.stop(f.from as u32, f.from as u32),
            Step::NumberSigns => table.stop(0x66A, 0x66C),
            Step::TanweenAlef => table.stop(0x64B, 0x64B),
            Step::Mojibake => {
                for &(first, last) in data::MOJIBAKE {
                    table.stop(first, last);
                }
            }
        }
    }
    finish(table, all, extended)
}

/// What a table of `steps` is told last; `extended` says that what it began with has been told.
fn finish(mut table: Table, steps: &[Step], extended: bool) -> Table {
    let mut watch = watch(steps);
    // Order matters only while there are marks to put in order.
    let count = |action| data::ordered_marks().filter(|&m| table.basic(m).action == action).count();
    let (stay, go) = (count(Action::Keep), count(Action::Drop));
    watch.order &= stay > 0;
    if watch != Watch::default() {
        // The kernels put marks in order as they write them, not those inside a longer text.
        table.stop_marks_in_expansions(extended);
    }
    // One that stays while all others go has nothing to be put in order with.
    watch.order &= stay > 1 || go + 1 < data::ordered_marks().count();
    table.watch = watch;
    table.last_yeh = steps.iter().find_map(|step| match step {
        Step::FarsiYeh(FinalYeh::Yeh) => Some('ي'),
        Step::FarsiYeh(FinalYeh::AlefMaksura) => Some('ى'),
        _ => None,
    });
    table.finish()
}

/// What the kernels must watch for, because a step acts on characters beside each other.
fn watch(steps: &[Step]) -> Watch {
    let mut watch = Watch::default();
    for step in steps {
        match step {
            Step::Nfc | Step::Nfkc => watch.order = true,
            Step::Whitespace(_) => watch.spaces = true,
            Step::Elongation { least, .. } => watch.run = *least,
            Step::Punctuation => watch.punctuation = true,
            Step::TanweenAlef => watch.tanween = true,
            _ => {}
        }
    }
    watch
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::*;

    #[test]
    fn what_is_shared_is_what_each_would_make() {
        let mut builders: Vec<NormalizerBuilder> =
            Form::ALL.into_iter().filter_map(Form::options).collect();
        let mut plain = Normalizer::builder();
        plain.presentation_forms(true);
        builders.push(plain.clone());
        for b in [&mut plain.clone(), builders[0].clone().tatweel(false)] {
            builders.push(b.marks(true).whitespace(Whitespace::Flatten).clone());
            builders.push(b.keep(['أ', '\u{64B}']).alef(true).clone());
            builders.push(b.hamza(Hamza::Hamza).elongation(3, 1).clone());
            builders.push(b.alef_maksura(AlefMaksura::FromFinalYeh).clone());
            builders.push(b.persian_letters(true).standalone_hamza(true).mojibake(true).clone());
            builders.push(b.keep(['\u{FEFB}']).clone());
            builders.push(b.marks(false).harakat(true).whitespace(Whitespace::Collapse).clone());
        }
        for form in [Form::Repair, Form::News, Form::Key, Form::Search] {
            let b = form.options().unwrap();
            builders.push(b.clone().alef(false).punctuation(false).clone());
            builders.push(b.clone().marks(false).teh_marbuta(TehMarbuta::Teh).clone());
            builders.push(b.clone().shadda(false).quotes(false).hamza(Hamza::Keep).clone());
            builders.push(b.clone().invisible(false).spaces(false).lookalikes(false).clone());
            builders.push(b.clone().canonical(false).clone());
            builders.push(b.clone().standalone_hamza(true).keep(['ء']).clone());
            builders.push(b.clone().keep(['ك', 'ة', '\u{64E}']).persian_letters(true).clone());
            builders.push(b.clone().whitespace(Whitespace::Collapse).elongation(3, 2).clone());
            builders.push(b.clone().digits(Digits::ArabicIndic).dagger_alef(false).clone());
        }
        for b in builders {
            let steps = b.steps();
            let own = compile(&steps, Base::None);
            let vector = format!("{:?}", kernel::Vector::new(&own, None));
            let near = Normalizer::of(b.nearest());
            let by_near = compile_near(&steps, near);
            let by_forms = [Base::Forms, Base::Near(b.nearest())].map(|base| compile(&steps, base));
            for shared in by_forms.into_iter().chain(by_near) {
                let tables = near.inner.vector.as_deref().map(|v| (&near.inner.table, v));
                let by_near = format!("{:?}", kernel::Vector::new(&shared, tables));
                assert!(by_near == vector, "{b:?}");
                assert_eq!(shared.watch, own.watch, "{b:?}");
                assert_eq!(shared.is_local(), own.is_local(), "{b:?}");
                for code in 0..0x30000 {
                    let (a, b) = (shared.get(code), own.get(code));
                    assert_eq!(a.action, b.action, "U+{code:04X}");
                    if a.action == Action::Expand {
                        assert_eq!(shared.expansion(a), own.expansion(b), "U+{code:04X}");
                    } else {
                        assert_eq!(a, b, "U+{code:04X}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_fold_says_of_one_character_what_its_table_says() {
        let mut b = Form::Search.options().unwrap();
        b.persian_letters(true).standalone_hamza(true).keep(['\u{650}', 'إ', '\u{FEFB}']);
        let other = Normalizer::builder()
            .hamza(Hamza::Hamza)
            .teh_marbuta(TehMarbuta::Teh)
            .alef_maksura(AlefMaksura::FromYeh)
            .digits(Digits::Extended)
            .clone();
        for steps in [b.steps(), other.steps(), other.clone().digits(Digits::ArabicIndic).steps()] {
            for fold in steps.iter().filter_map(Step::fold) {
                for c in '\0'..'\u{11000}' {
                    let (mut one, mut by_table) = (String::new(), String::new());
                    fold.append(c, &mut one);
                    fold.table().append(c, &mut by_table);
                    assert_eq!(one, by_table, "{c:?}");
                }
            }
        }
    }
}
