//! The steps a normalization form is made of, one after the other, each on a piece of text whose
//! characters remember where they came from.
//!
//! This is what a form *means*. It is also the path a kernel takes for the few words whose
//! normalization depends on context (a combining hamza, a ZWJ inside an emoji, ٫ between digits);
//! everything else is answered by the one [`Table`] that [`compile`] makes of all steps together,
//! and the property tests hold the two to each other.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unicode_normalization::char::{
    canonical_combining_class, compose, decompose_canonical, decompose_compatible,
};

use super::Form;
use super::data::{self, Piece, contains};
use super::table::{Action, Entry, Table, Watch};

/// A character of the text being worked on, and the bytes of the original it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) c: char,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What happens at the end of a run of whitespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Lines {
    /// A run with a line break in it becomes one line break.
    Keep,
    /// Every run becomes one space.
    Flatten,
}

/// What a Farsi yeh at the end of a word becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FinalYeh {
    AlefMaksura,
    Yeh,
}

/// A word-final change of one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Final {
    pub(crate) from: char,
    pub(crate) to: char,
}

/// One step of a form.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Canonical composition.
    Nfc,
    /// Compatibility decomposition, canonical composition.
    Nfkc,
    /// Single code points to texts.
    Fold(Box<Fold>),
    /// Deletes ZERO WIDTH JOINER except between two emoji.
    Joiner,
    /// ی to ي inside a word.
    FarsiYeh(FinalYeh),
    /// One letter at the end of a word.
    Final(Final),
    /// ٫ ٬ ٪ next to digits.
    NumberSigns,
    /// The accusative ending اً or ًا at the end of a word is dropped.
    TanweenAlef,
    /// ، ؛ ؟ to ASCII, except between two digits.
    Punctuation,
    /// At least `least` of the same letter become `cap`.
    Elongation { least: u8, cap: u8 },
    /// Runs of whitespace become one character.
    Whitespace(Lines),
    /// UTF-8 that was read as Latin-1 or Windows-1256 is read again.
    Mojibake,
}

/// Single code points to texts: data pieces, and what a caller wants left alone.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    pub(crate) pieces: Vec<&'static Piece>,
    pub(crate) keep: Vec<char>,
    /// Deletes whatever no piece mentions.
    pub(crate) only: bool,
    table: OnceLock<Table>,
}

impl Fold {
    pub(crate) fn step(pieces: Vec<&'static Piece>) -> Step {
        Fold::keeping(pieces, Vec::new())
    }

    pub(crate) fn keeping(pieces: Vec<&'static Piece>, keep: Vec<char>) -> Step {
        Step::Fold(Box::new(Fold { pieces, keep, only: false, table: OnceLock::new() }))
    }

    /// Keeps only what the pieces mention.
    pub(crate) fn only(pieces: Vec<&'static Piece>) -> Step {
        Step::Fold(Box::new(Fold { pieces, keep: Vec::new(), only: true, table: OnceLock::new() }))
    }

    /// Every (code point, text) of the fold.
    fn for_each(&self, f: impl FnMut(u32, &str)) {
        self.for_each_of(self.pieces.iter().copied(), f);
    }

    /// [`Fold::for_each`], but for the presentation forms.
    fn for_each_but_forms(&self, f: impl FnMut(u32, &str)) {
        let forms = [&data::PRESENTATION_FORMS, &data::PRESENTATION_REPAIR];
        let others = |piece: &&'static Piece| !forms.iter().any(|form| std::ptr::eq(*form, *piece));
        self.for_each_of(self.pieces.iter().copied().filter(others), f);
    }

    fn for_each_of(
        &self,
        pieces: impl Iterator<Item = &'static Piece>,
        mut f: impl FnMut(u32, &str),
    ) {
        let mut buffer = [0; 4];
        let mut one = |code: u32, text: &str| {
            if self.keep.is_empty() || !char::from_u32(code).is_some_and(|c| self.keep.contains(&c))
            {
                f(code, text);
            }
        };
        for piece in pieces {
            for &(first, last) in piece.delete {
                (first..=last).for_each(|code| one(code, ""));
            }
            for &(code, text) in piece.map {
                one(code, text);
            }
            for &(first, last, to) in piece.shift {
                for code in first..=last {
                    if let Some(c) = char::from_u32(to + (code - first)) {
                        one(code, c.encode_utf8(&mut buffer));
                    }
                }
            }
        }
    }

    /// True when presentation forms become letters here as in our own forms, all of them.
    fn has_forms(&self) -> bool {
        let has = |piece: &'static Piece| self.pieces.iter().any(|p| std::ptr::eq(*p, piece));
        has(&data::PRESENTATION_FORMS)
            && has(&data::PRESENTATION_REPAIR)
            && !self.keep.iter().any(|&c| (data::FORMS.0..=data::FORMS.1).contains(&(c as u32)))
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(|| {
            let mut table = if self.only { Table::filled(Entry::VOID) } else { Table::new() };
            self.for_each(|code, text| {
                let entry = table.entry(code, text);
                table.set(code, entry);
            });
            table
        })
    }
}

/// The hundreds of presentation forms as letters, made once and not for each normalizer.
struct Forms {
    /// The table in which nothing but this happens, or this and then NFC; for one of our forms,
    /// that one with the letters as they become by it.
    table: Table,
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
    fn get(canonical: bool) -> &'static Forms {
        static PLAIN: OnceLock<Forms> = OnceLock::new();
        static CANONICAL: OnceLock<Forms> = OnceLock::new();
        let forms = if canonical { &CANONICAL } else { &PLAIN };
        forms.get_or_init(|| {
            let pieces = [&data::PRESENTATION_FORMS, &data::PRESENTATION_REPAIR];
            let mut steps = vec![Fold::step(pieces.to_vec())];
            steps.extend(canonical.then_some(Step::Nfc));
            let table = compile_on(&steps, Base::None).base();
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

    /// Those made for the one of our forms that does most of what `steps` do to letters, which end
    /// with NFC. Any would do; the nearest leaves the least to be looked up again.
    fn nearest(steps: &[Step]) -> &'static Forms {
        static OURS: [OnceLock<Forms>; 3] = [const { OnceLock::new() }; 3];
        let has = |piece: &'static Piece| {
            steps.iter().any(|step| match step {
                Step::Fold(fold) => fold.pieces.iter().any(|p| std::ptr::eq(*p, piece)),
                _ => false,
            })
        };
        let (slot, form) = if has(&data::TEH_MARBUTA_TO_HEH) || has(&data::HAMZA_TO_CARRIER) {
            (&OURS[0], Form::Search)
        } else if has(&data::ALEF) {
            (&OURS[1], Form::Key)
        } else if has(&data::HARAKAT) {
            (&OURS[2], Form::News)
        } else {
            return Forms::get(true);
        };
        slot.get_or_init(|| Forms::get(true).as_by(&form.steps()))
    }

    /// The same with the letters as they become by `steps`.
    fn as_by(&'static self, steps: &[Step]) -> Forms {
        let here = |step: &Step| matches!(step, Step::Fold(fold) if fold.has_forms());
        let at = steps.iter().position(here).map_or(0, |at| at + 1);
        let later = steps.get(at..).unwrap_or_default();
        let mut all = vec![Fold::step(vec![&data::PRESENTATION_FORMS, &data::PRESENTATION_REPAIR])];
        all.extend_from_slice(later);
        let (by, later) = (compile_on(&all, Base::Forms), compile_on(later, Base::None));
        let mut table = self.table.extended().with_expansions_of(&by);
        for (code, _) in (data::FORMS.0..).zip(&self.texts).filter(|(_, text)| !text.is_empty()) {
            table.set(code, by.get(code));
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
    fn for_each_changed(&self, table: &mut Table, mut f: impl FnMut(&mut Table, u32, &str)) {
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

/// Makes one table of all steps: what becomes of each code point when its neighbours are plain.
///
/// Steps are taken from the last to the first, so that `table` always says what the steps after
/// the current one do; a code point that a step sends to a text therefore becomes whatever the
/// table says of that text. The cost is one look-up for each code point some step mentions, but for
/// presentation forms, of which only those are looked up whose letters change.
pub(crate) fn compile(steps: &[Step]) -> Table {
    compile_on(steps, Base::Nearest)
}

/// What [`compile_on`] may begin with; it comes to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    /// No presentation forms.
    None,
    /// Presentation forms as letters that stay.
    Forms,
    /// The same, or as what one of our forms makes of them.
    Nearest,
}

fn compile_on(steps: &[Step], base: Base) -> Table {
    // The last step of our own forms: the same for all, so made once.
    static NFC: OnceLock<Table> = OnceLock::new();
    let has_forms = |steps: &[Step]| {
        base != Base::None
            && steps.iter().any(|s| matches!(s, Step::Fold(fold) if fold.has_forms()))
    };
    let mut watch = Watch::default();
    let mut pending: Vec<(u32, Entry)> = Vec::with_capacity(1024);
    let mut text = String::new();
    let mut buffer = [0; 4];
    // The forms that the table knows already, as long as it does.
    let mut forms = None;
    let (mut table, mut extended, steps) = match steps {
        [before @ .., Step::Nfc] if !before.is_empty() => {
            watch.order = true;
            let nfc = if has_forms(before) {
                let of =
                    if base == Base::Nearest { Forms::nearest(steps) } else { Forms::get(true) };
                &forms.insert(of).table
            } else {
                NFC.get_or_init(|| compile(&[Step::Nfc]))
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
                watch.order = true;
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
                watch.order = true;
            }
            Step::Whitespace(lines) => {
                pending.clear();
                for code in data::WHITESPACE.iter().flat_map(|&(a, b)| a..=b) {
                    let breaks = *lines == Lines::Keep && contains(data::LINE_BREAKS, code);
                    let to = if breaks { '\n' } else { ' ' };
                    let entry = table.then(code, to.encode_utf8(&mut buffer));
                    pending.push((code, entry));
                }
                table.set_all(&pending);
                watch.spaces = true;
            }
            Step::Elongation { least, .. } => watch.run = *least,
            Step::Punctuation => {
                for (from, to) in data::PUNCTUATION {
                    let entry = table.then(*from as u32, to.encode_utf8(&mut buffer));
                    table.set(*from as u32, entry);
                }
                watch.punctuation = true;
            }
            Step::Joiner => table.stop(0x200D, 0x200D),
            Step::FarsiYeh(last) => {
                table.stop(0x6CC, 0x6CC);
                table.last_yeh = Some(if *last == FinalYeh::Yeh { 'ي' } else { 'ى' });
            }
            Step::Final(f) => table.stop(f.from as u32, f.from as u32),
            Step::NumberSigns => table.stop(0x66A, 0x66C),
            Step::TanweenAlef => {
                table.stop(0x64B, 0x64B);
                watch.tanween = true;
            }
            Step::Mojibake => {
                for &(first, last) in data::MOJIBAKE {
                    table.stop(first, last);
                }
            }
        }
    }
    // Order matters only while there are marks to put in order.
    watch.order &= data::ordered_marks().any(|m| table.basic(m).action == Action::Keep);
    if watch != Watch::default() {
        // The kernels put marks in order as they write them, not those inside a longer text.
        table.stop_marks_in_expansions(extended);
    }
    table.watch = watch;
    table.finish()
}

/// Runs every step over `text`, which begins at byte `base` of the original.
pub(crate) fn run(steps: &[Step], text: &str, base: usize, cells: &mut Vec<Cell>) {
    cells.clear();
    cells.extend(text.char_indices().map(|(i, c)| Cell {
        c,
        start: (base + i) as u32,
        end: (base + i + c.len_utf8()) as u32,
    }));
    for step in steps {
        match step {
            Step::Nfc => normalize(cells, false),
            Step::Nfkc => normalize(cells, true),
            Step::Fold(fold) => apply(fold.table(), cells),
            Step::Joiner => joiner(cells),
            Step::FarsiYeh(last) => farsi_yeh(cells, *last),
            Step::Final(f) => word_final(cells, *f),
            Step::NumberSigns => number_signs(cells),
            Step::TanweenAlef => tanween_alef(cells),
            Step::Punctuation => punctuation(cells),
            Step::Elongation { least, cap } => {
                elongation(cells, usize::from(*least), usize::from(*cap));
            }
            Step::Whitespace(lines) => whitespace(cells, *lines),
            Step::Mojibake => super::mojibake::repair(cells),
        }
    }
}

fn apply(table: &Table, cells: &mut Vec<Cell>) {
    let mut text = String::new();
    let mut out = Vec::with_capacity(cells.len());
    for &cell in cells.iter() {
        text.clear();
        table.append(cell.c, &mut text);
        out.extend(text.chars().map(|c| Cell { c, ..cell }));
    }
    *cells = out;
}

/// NFC or NFKC over cells; a composed character stands for everything it was composed of.
fn normalize(cells: &mut Vec<Cell>, compatible: bool) {
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    for &cell in cells.iter() {
        let push = |c| out.push(Cell { c, ..cell });
        if compatible {
            decompose_compatible(cell.c, push)
        } else {
            decompose_canonical(cell.c, push)
        }
    }
    // Canonical order: every run of marks by combining class, equal classes as they were.
    let mut i = 0;
    while i < out.len() {
        let run = out[i..].iter().take_while(|x| canonical_combining_class(x.c) != 0).count();
        out[i..i + run].sort_by_key(|x| canonical_combining_class(x.c));
        i += run + 1;
    }
    cells.clear();
    let mut starter: Option<usize> = None;
    let mut last_class = 0;
    for cell in out {
        let class = canonical_combining_class(cell.c);
        if let Some(at) = starter {
            let adjacent = at + 1 == cells.len();
            if (adjacent || last_class < class)
                && let Some(c) = compose(cells[at].c, cell.c)
            {
                let base = cells[at];
                cells[at] =
                    Cell { c, start: base.start.min(cell.start), end: base.end.max(cell.end) };
                continue;
            }
        }
        if class == 0 {
            starter = Some(cells.len());
        }
        last_class = class;
        cells.push(cell);
    }
}

fn joiner(cells: &mut Vec<Cell>) {
    let emoji = |c: Option<&Cell>, ranges| c.is_some_and(|x| contains(ranges, x.c as u32));
    let kept: Vec<Cell> = cells
        .iter()
        .enumerate()
        .filter(|&(i, x)| {
            x.c != '\u{200D}'
                || (i > 0
                    && (emoji(cells.get(i - 1), data::EMOJI)
                        || emoji(cells.get(i - 1), data::EMOJI_MODIFIERS))
                    && emoji(cells.get(i + 1), data::EMOJI))
        })
        .map(|(_, &x)| x)
        .collect();
    *cells = kept;
}

/// True when the characters from `at` on continue an Arabic word with a letter.
fn letter_follows(cells: &[Cell], at: usize) -> bool {
    cells
        .iter()
        .skip(at)
        .map(|x| x.c as u32)
        .find(|&c| !contains(data::ARABIC_MARKS, c))
        .is_some_and(|c| contains(data::ARABIC_WORD, c))
}

fn farsi_yeh(cells: &mut [Cell], last: FinalYeh) {
    for i in 0..cells.len() {
        if cells[i].c == 'ی' {
            cells[i].c =
                if last == FinalYeh::Yeh || letter_follows(cells, i + 1) { 'ي' } else { 'ى' };
        }
    }
}

fn word_final(cells: &mut [Cell], f: Final) {
    for i in 0..cells.len() {
        if cells[i].c == f.from && !letter_follows(cells, i + 1) {
            cells[i].c = f.to;
        }
    }
}

fn is_digit(cell: Option<&Cell>) -> bool {
    cell.is_some_and(|x| contains(data::DIGIT_ZEROS, x.c as u32))
}

fn number_signs(cells: &mut [Cell]) {
    for i in 0..cells.len() {
        let before = i > 0 && is_digit(cells.get(i - 1));
        let after = is_digit(cells.get(i + 1));
        cells[i].c = match cells[i].c {
            '٫' if before && after => '.',
            '٬' if before && after => ',',
            '٪' if before || after => '%',
            c => c,
        };
    }
}

fn tanween_alef(cells: &mut Vec<Cell>) {
    let mut out = Vec::with_capacity(cells.len());
    let mut i = 0;
    while i < cells.len() {
        let pair = (cells[i].c, cells.get(i + 1).map(|x| x.c));
        let continues = cells.get(i + 2).is_some_and(|x| contains(data::ARABIC_WORD, x.c as u32));
        if matches!(pair, ('ا', Some('\u{64B}')) | ('\u{64B}', Some('ا'))) && !continues {
            i += 2;
        } else {
            out.push(cells[i]);
            i += 1;
        }
    }
    *cells = out;
}

fn punctuation(cells: &mut [Cell]) {
    for i in 0..cells.len() {
        if let Some((_, to)) = data::PUNCTUATION.iter().find(|(from, _)| *from == cells[i].c)
            && !(i > 0 && is_digit(cells.get(i - 1)) && is_digit(cells.get(i + 1)))
        {
            cells[i].c = *to;
        }
    }
}

fn elongation(cells: &mut Vec<Cell>, least: usize, cap: usize) {
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut i = 0;
    while i < cells.len() {
        let c = cells[i].c;
        let run = cells[i..].iter().take_while(|x| x.c == c).count();
        if run >= least && contains(data::ELONGATABLE, c as u32) {
            // All of the run stands behind each letter that is left of it.
            let (start, end) = (cells[i].start, cells[i + run - 1].end);
            out.extend((0..cap).map(|_| Cell { c, start, end }));
        } else {
            out.extend_from_slice(&cells[i..i + run]);
        }
        i += run;
    }
    *cells = out;
}

fn whitespace(cells: &mut Vec<Cell>, lines: Lines) {
    let is_space = |x: &Cell| contains(data::WHITESPACE, x.c as u32);
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut i = 0;
    while i < cells.len() {
        let run = cells[i..].iter().take_while(|x| is_space(x)).count();
        if run == 0 {
            out.push(cells[i]);
            i += 1;
            continue;
        }
        let breaks = lines == Lines::Keep
            && cells[i..i + run].iter().any(|x| contains(data::LINE_BREAKS, x.c as u32));
        out.push(Cell {
            c: if breaks { '\n' } else { ' ' },
            start: cells[i].start,
            end: cells[i + run - 1].end,
        });
        i += run;
    }
    *cells = out;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::*;

    #[test]
    fn presentation_forms_made_once_are_those_made_for_each() {
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
        for form in [Form::News, Form::Key, Form::Search] {
            let b = form.options().unwrap();
            builders.push(b.clone().alef(false).punctuation(false).clone());
            builders.push(b.clone().marks(false).teh_marbuta(TehMarbuta::Teh).clone());
            builders.push(b.clone().shadda(false).quotes(false).hamza(Hamza::Keep).clone());
            builders.push(b.clone().invisible(false).spaces(false).lookalikes(false).clone());
            builders.push(b.clone().canonical(false).clone());
        }
        for b in builders {
            let steps = b.steps();
            let own = compile_on(&steps, Base::None);
            for base in [Base::Forms, Base::Nearest] {
                let shared = compile_on(&steps, base);
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
}
