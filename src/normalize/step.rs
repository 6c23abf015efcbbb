//! The steps a normalization form is made of, one after the other, each on a piece of text whose
//! characters remember where they came from.
//!
//! This is what a form *means*. It is also the path a kernel takes for the few words whose
//! normalization depends on context (a combining hamza, a ZWJ inside an emoji, ٫ between digits);
//! everything else is answered by the one [`Table`] that [`compile`](super::compile) makes of all
//! steps together,
//! and the property tests hold the two to each other.

use std::sync::OnceLock;

use unicode_normalization::char::{
    canonical_combining_class, compose, decompose_canonical, decompose_compatible,
};

use super::data::{self, Piece, contains};
use super::table::{Entry, Table};

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
    pub(crate) fn for_each(&self, f: impl FnMut(u32, &str)) {
        self.for_each_of(self.pieces.iter().copied(), f);
    }

    /// [`Fold::for_each`], but for the presentation forms.
    pub(crate) fn for_each_but_forms(&self, f: impl FnMut(u32, &str)) {
        let forms = [&data::PRESENTATION_FORMS, &data::PRESENTATION_REPAIR];
        let others = |piece: &&'static Piece| !forms.iter().any(|form| std::ptr::eq(*form, *piece));
        self.for_each_of(self.pieces.iter().copied().filter(others), f);
    }

    fn for_each_of(
        &self,
        pieces: impl Iterator<Item = &'static Piece>,
        mut f: impl FnMut(u32, &str),
    ) {
        for piece in pieces {
            piece.for_each(|code, text| {
                if !self.keeps(code) {
                    f(code, text);
                }
            });
        }
    }

    /// Appends what becomes of one character, of operations of our own.
    pub(crate) fn append(&self, c: char, out: &mut String) {
        let code = c as u32;
        // What later pieces say counts.
        if self.keeps(code) || !self.pieces.iter().rev().any(|piece| piece.append(code, out)) {
            out.push(c);
        }
    }

    fn keeps(&self, code: u32) -> bool {
        self.keep.iter().any(|&c| c as u32 == code)
    }

    /// True when presentation forms become letters here as in our own forms, all of them.
    pub(crate) fn has_forms(&self) -> bool {
        let has = |piece: &'static Piece| self.pieces.iter().any(|p| std::ptr::eq(*p, piece));
        has(&data::PRESENTATION_FORMS)
            && has(&data::PRESENTATION_REPAIR)
            && !self.keep.iter().any(|&c| (data::FORMS.0..=data::FORMS.1).contains(&(c as u32)))
    }

    pub(crate) fn table(&self) -> &Table {
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

impl Step {
    pub(crate) fn fold(&self) -> Option<&Fold> {
        match self {
            Step::Fold(fold) => Some(fold),
            _ => None,
        }
    }

    /// True when this step, which is no fold, is the same as another one.
    pub(crate) fn is(&self, other: &Step) -> bool {
        match (self, other) {
            (Step::FarsiYeh(a), Step::FarsiYeh(b)) => a == b,
            (Step::Final(a), Step::Final(b)) => a == b,
            (Step::Whitespace(a), Step::Whitespace(b)) => a == b,
            // How many and how few is watched.
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// What whitespace becomes; `None` for anything else.
pub(crate) fn space_of(c: char, lines: Lines) -> Option<char> {
    let breaks = || lines == Lines::Keep && contains(data::LINE_BREAKS, c as u32);
    contains(data::WHITESPACE, c as u32).then(|| if breaks() { '\n' } else { ' ' })
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
