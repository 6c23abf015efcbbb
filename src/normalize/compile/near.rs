//! A table that begins with that of one of our own forms, as most normalizers of one's own differ from
//! one in little: only what the steps do otherwise is gone through again.

use std::collections::BTreeMap;

use super::super::Normalizer;
use super::super::data::{self, contains};
use super::super::step::{Fold, Step, space_of};
use super::super::table::{Entry, Table, Watch};

/// Most code points that are gone through one by one; with more, all steps at once are quicker.
const MOST: usize = 24;

/// The table of the steps of a builder, if they are much like those of `near`, which is one of our
/// own forms.
pub(crate) fn compile_near(steps: &[Step], near: &'static Normalizer) -> Option<Table> {
    let near = &near.inner;
    let watch = super::watch(steps);
    let unwatched = near.table.watch == Watch::default();
    if watch == Watch::default() && !unwatched {
        // Some things stopped there that need not here.
        return None;
    }
    let mut codes = Vec::new();
    differing(steps, &near.steps, &mut codes)?;
    differing(&near.steps, steps, &mut codes)?;
    let paths = near.paths.get_or_init(|| Paths::of(&near.steps));
    for i in 0..codes.len() {
        codes.extend(paths.through.get(&codes[i]).into_iter().flatten());
    }
    codes.sort_unstable();
    codes.dedup();
    if codes.len() > MOST {
        return None;
    }
    let mut table = near.table.extended();
    let (mut text, mut next) = (String::new(), String::new());
    for code in codes {
        text.clear();
        text.extend(char::from_u32(code));
        let plain = follow(steps, &mut text, &mut next, Fold::append, |_| {});
        let entry = if plain { table.entry(code, &text) } else { Entry::STOP };
        table.set(code, entry);
    }
    Some(super::finish(table, steps, !unwatched))
}

/// Adds the code points about which `steps` say something that `others` do not; `None` when those
/// are too many, or not all there is to it.
fn differing(steps: &[Step], others: &[Step], codes: &mut Vec<u32>) -> Option<()> {
    for step in steps {
        match step {
            Step::Fold(fold) => {
                for &c in &fold.keep {
                    // All folds keep the same.
                    if !codes.contains(&(c as u32)) {
                        codes.push(c as u32);
                    }
                }
                for piece in &fold.pieces {
                    let has = |other: &Fold| other.pieces.iter().any(|p| std::ptr::eq(*p, *piece));
                    if !others.iter().filter_map(Step::fold).any(has) {
                        piece.for_each(|code, _| codes.push(code));
                    }
                }
            }
            _ if others.iter().any(|other| other.is(step)) => {}
            Step::FarsiYeh(_) => codes.push(0x6CC),
            Step::Final(f) => codes.push(f.from as u32),
            Step::NumberSigns => codes.extend(0x66A..=0x66C),
            Step::Joiner => codes.push(0x200D),
            Step::Whitespace(_) => codes.extend(data::WHITESPACE.iter().flat_map(|&(a, b)| a..=b)),
            // This is watched.
            Step::Elongation { .. } => {}
            _ => return None,
        }
        if codes.len() > MOST {
            return None;
        }
    }
    Some(())
}

/// Makes of a character what it becomes among plain neighbours, one step after the other; false when
/// that depends on them. `fold` appends what becomes of a character by a fold, `met` is told of all
/// characters, and `next` is for use on the way.
fn follow(
    steps: &[Step],
    text: &mut String,
    next: &mut String,
    fold: impl Fn(&Fold, char, &mut String),
    mut met: impl FnMut(char),
) -> bool {
    for step in steps {
        text.chars().for_each(&mut met);
        let stops = match step {
            Step::Fold(f) => {
                next.clear();
                text.chars().for_each(|c| fold(f, c, next));
                std::mem::swap(text, next);
                false
            }
            Step::Whitespace(lines) => {
                *text = text.chars().map(|c| space_of(c, *lines).unwrap_or(c)).collect();
                false
            }
            Step::Nfc => text
                .chars()
                .map(|c| c as u32)
                .any(|code| contains(data::NFC_STOPS, code) && !data::is_ordered_mark(code)),
            Step::Joiner => text.contains('\u{200D}'),
            Step::FarsiYeh(_) => text.contains('ی'),
            Step::Final(f) => text.contains(f.from),
            Step::NumberSigns => text.contains(['٪', '٫', '٬']),
            Step::Elongation { .. } => false,
            // Not in forms of ours, nor where the rest is as in one.
            Step::Nfkc | Step::TanweenAlef | Step::Punctuation | Step::Mojibake => true,
        };
        if stops {
            return false;
        }
    }
    true
}

/// For each character, which code points become it on their way through the steps of a form.
#[derive(Debug)]
pub(crate) struct Paths {
    through: BTreeMap<u32, Vec<u32>>,
}

impl Paths {
    fn of(steps: &[Step]) -> Paths {
        let mut through = BTreeMap::<u32, Vec<u32>>::new();
        let mut codes = Vec::new();
        for fold in steps.iter().filter_map(Step::fold) {
            fold.for_each(|code, to| codes.extend((!to.is_empty()).then_some(code)));
        }
        let (mut text, mut next) = (String::new(), String::new());
        let by_table = |fold: &Fold, c, to: &mut String| {
            fold.table().append(c, to);
        };
        for code in codes {
            text.clear();
            text.extend(char::from_u32(code));
            follow(steps, &mut text, &mut next, by_table, |met| {
                if met as u32 != code {
                    through.entry(met as u32).or_default().push(code);
                }
            });
        }
        Paths { through }
    }
}
