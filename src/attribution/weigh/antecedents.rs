//! Who is meant where the subject is left out: everybody who could be, weighed.

use crate::labels::{Anonymity, Number};
use crate::lexicon::{Form, Gender, HeadClass, Person};

use super::super::classify::Labels;
use super::super::context::Question;
use super::super::draft::{Draft, Np};
use super::super::reading::Reader;
use super::atoms::{Atom, Kinds, gender_code, head_code};
use super::{Part, Scale, Sink, Weights, bucket, fact};

/// Where somebody who could be meant was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Met {
    /// As the source of an earlier attribution.
    Heard = 1,
    /// As the subject of the clause the cue stands in.
    Clause = 2,
    /// As what the sentence is about.
    Topic = 3,
    /// As what the sentence before is about.
    Before = 4,
    /// Somewhere before the cue.
    Named = 5,
    /// As the subject of a verb before the cue.
    Subject = 6,
    /// In the headline.
    Title = 7,
    /// As one whose name comes up often.
    Often = 8,
}

/// Somebody who could be meant.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub np: Np,
    pub labels: Labels,
    pub met: Met,
    /// The token of the cue it was heard with.
    pub cue: Option<usize>,
    /// Its place among those heard, the last one first.
    pub rank: usize,
    /// How often it has spoken.
    pub times: usize,
    /// Whether it was named there, not left out.
    pub overt: bool,
    /// Whether its words stood in nobody else's.
    pub outer: bool,
    /// Whether it is the source whose words the cue stands in.
    pub parent: bool,
    /// In how many of the ways of meeting it was met.
    pub ways: u32,
    /// The verb before the cue whose subject it is, counted back from it, and whether that is a cue.
    pub subject: u32,
    /// Whether it spoke where the cue stands: in the article's own voice or in the same source's words.
    pub sibling: bool,
    /// How often the text calls it by its name.
    pub often: u32,
    /// Whether its gender and number go with the verb.
    pub agrees: bool,
    /// How many of the others were met or heard later, and how many of those that agree.
    pub later: (u32, u32),
}

/// What is true of the place where the subject is left out.
#[derive(Clone, Debug)]
pub(crate) struct Gap {
    /// Whether the cue stands in another source's words.
    pub inside: bool,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// The number of its sentence.
    pub number: usize,
    /// The first tokens of its paragraph and some before, the last one first.
    pub paragraphs: Vec<usize>,
    /// First token of its sentence.
    pub sentence: usize,
    /// The entry of its verb in the lexicon, hashed.
    pub lemma: u32,
    /// Whether فيه, خلالها or the like follows, and how far behind: the clause is about a statement.
    pub resumes: u32,
    /// The token before the cue.
    pub before: Atom,
    /// Whether the cue begins its paragraph, its sentence.
    pub opens: u32,
}

impl Choice {
    /// The token where it was heard or met last.
    pub(crate) fn last(&self) -> usize {
        self.cue.unwrap_or(0).max(self.np.first)
    }

    /// The facts that speak for this choice.
    pub(crate) fn facts(&self, r: &Reader<'_>, d: &Draft, gap: &Gap, to: &mut impl Sink) {
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 500, v));
        let met = self.met as u32;
        let verb = r.get(d.at).verb;
        let form = verb.map_or(3, |v| match v.morph.form {
            Form::Perfect => 0,
            Form::Imperfect => 1,
            Form::Participle => 2,
        }) | u32::from(verb.is_some_and(|v| v.conj) || r.has_conj(d.at)) << 2
            | u32::from(verb.is_some_and(|v| v.morph.person == Person::First)) << 3;
        let place = u32::from(gap.inside) | u32::from(gap.quoted) << 1;
        let same_sentence =
            self.np.first >= gap.sentence || self.cue.is_some_and(|c| c >= gap.sentence);
        let paragraph = gap.paragraphs.first().copied().unwrap_or(0);
        let same_paragraph = self.np.first >= paragraph || self.cue.is_some_and(|c| c >= paragraph);
        let near = u32::from(same_sentence) | u32::from(same_paragraph) << 1;
        let role = u32::from(self.outer) | u32::from(self.parent) << 1;
        let rank = self.rank.min(7) as u32;
        let class = head_code(self.labels.class);
        let entity =
            self.labels.entity.and_then(|e| r.mentions.get(e)).map_or(0, |m| 1 + m.kind as u32);
        let first = self.np.first >= d.at;
        add(0, &[met]);
        add(1, &[met, form]);
        add(2, &[met, rank]);
        add(3, &[met, rank, near]);
        add(4, &[met, form, near]);
        add(5, &[met, place, role]);
        add(6, &[met, place, role, form]);
        add(7, &[met, self.ways]);
        add(8, &[self.ways, form, near]);
        add(22, &[self.ways & 1, met]);
        add(23, &[self.ways & 1, form & 7, place]);
        add(24, &[self.ways & 1, near, rank]);
        add(9, &[class]);
        add(10, &[class, form]);
        add(11, &[class, entity]);
        add(12, &[entity, near]);
        add(13, &[self.labels.anonymity as u32, met]);
        add(14, &[self.labels.anonymity as u32, class]);
        add(15, &[bucket(d.at.abs_diff(self.cue.unwrap_or(self.np.first))), met]);
        add(16, &[bucket(d.at.abs_diff(self.np.first)), near]);
        add(17, &[self.times.min(4) as u32, met]);
        add(18, &[u32::from(self.overt), rank, met]);
        add(19, &[r.atom(self.np.first).tag(), met]);
        add(20, &[r.atom(self.np.first).class()]);
        add(21, &[u32::from(first), met]);
        add(27, &[gap.lemma, class]);
        add(28, &[gap.lemma, entity]);
        add(29, &[gap.lemma, met, rank.min(2)]);
        let head = r.atom(self.np.first);
        add(66, &[gap.lemma, head.class()]);
        add(67, &[head.class(), form, near]);
        add(68, &[head.word, form & 7]);
        add(69, &[gap.lemma, rank, near]);
        add(70, &[gap.lemma, place, role]);
        add(50, &[gap.resumes, class, near]);
        add(51, &[gap.resumes, met, rank.min(2), near]);
        add(52, &[gap.before.tag(), met, rank.min(3)]);
        add(53, &[gap.before.tag(), near, form]);
        add(54, &[gap.before.word, met, rank.min(2)]);
        add(55, &[gap.opens, met, rank.min(3), u32::from(self.overt)]);
        add(56, &[gap.opens, near, role, place]);
        let left = if self.np.first > 0 { r.atom(self.np.first - 1) } else { Atom::default() };
        add(57, &[left.tag(), met]);
        add(58, &[left.tag(), met, near]);
        add(59, &[left.word, met]);
        add(60, &[r.atom(self.np.first).shape() & 0x1f, met]);
        add(61, &[left.tag(), class, near]);
        add(62, &[gap.before.tag(), left.tag(), near]);
        let between = self.np.last..d.at.max(self.np.last);
        if between.len() < 60 {
            let kinds = r.kinds(between);
            add(63, &[met, kinds.get(Kinds::CUE).min(3), near]);
            add(64, &[met, kinds.get(Kinds::VERB).min(3), kinds.get(Kinds::RELATIVE).min(2), near]);
            add(65, &[met, kinds.get(Kinds::COMMA).min(3), kinds.get(Kinds::STOP).min(2)]);
        }
        if let Some(v) = verb {
            let feminine = self.labels.gender == Gender::Feminine;
            let agrees = u32::from(feminine) << 1 | gender_code(v.morph.gender);
            let number = self.labels.number as u32;
            let human = self.labels.class.is_some_and(HeadClass::is_human);
            add(30, &[agrees, class]);
            add(31, &[agrees, u32::from(v.morph.plural), number]);
            add(32, &[agrees, entity, u32::from(self.labels.class.is_none())]);
            let plural = u32::from(v.morph.plural) << 1
                | u32::from(self.labels.number == Number::Plural) << 2
                | u32::from(human);
            add(33, &[plural, gender_code(v.morph.gender)]);
            let fits = u32::from(feminine == (v.morph.gender == Gender::Feminine));
            add(34, &[fits, met, rank]);
            add(35, &[fits, near, form]);
            add(36, &[fits, rank, role, place]);
        }
        let named = u32::from(self.labels.anonymity == Anonymity::Named);
        add(40, &[named, rank, near]);
        add(41, &[named, place, role]);
        let (verbs, said) = (self.subject & 7, self.subject >> 3);
        add(80, &[verbs, said, met]);
        add(81, &[verbs, form, near]);
        add(82, &[verbs, rank, place]);
        add(83, &[verbs, gap.opens, near]);
        add(84, &[verbs, gap.lemma]);
        let last = self.last();
        let sentences =
            gap.number.saturating_sub(r.text.sentences().partition_point(|s| s.end <= last));
        let paragraphs = gap.paragraphs.iter().filter(|&&k| k > last).count() as u32;
        let sentences = sentences.min(7) as u32;
        let sibling = u32::from(self.sibling);
        add(100, &[sentences, met, form & 7]);
        add(101, &[sentences, paragraphs, rank.min(3)]);
        add(102, &[paragraphs, met, gap.opens]);
        add(103, &[sibling, place, role, near]);
        add(104, &[sibling, rank.min(3), place]);
        add(105, &[sibling, met, form, paragraphs.min(2)]);
        // What agreed with it before agrees with it again.
        let agreed = self
            .cue
            .and_then(|c| r.get(c).verb)
            .map_or(0, |v| (1 + gender_code(v.morph.gender)) | u32::from(v.morph.plural) << 2);
        let here = verb.map_or(0, |v| {
            (1 + gender_code(v.morph.gender))
                | u32::from(v.morph.plural) << 2
                | u32::from(v.morph.person == Person::First) << 3
        });
        add(106, &[agreed, here]);
        add(107, &[agreed, here, rank.min(3)]);
        add(108, &[agreed, here, near, entity]);
        add(109, &[agreed, here, class]);
        if let Some(context) = r.context {
            let first = context.level(self.np.first, Question::SourceFirst);
            let last = context.level(self.np.last.saturating_sub(1), Question::SourceLast);
            let inside = context.level(self.np.first, Question::Source);
            let elided = context.level(d.at, Question::Elided);
            add(90, &[first, met]);
            add(91, &[first / 2, last / 2]);
            add(92, &[inside, met, near]);
            add(93, &[first / 2, elided / 2, near]);
            let quiet = context.level(self.np.first, Question::Content);
            add(94, &[quiet, place, near]);
            add(95, &[quiet, context.level(d.at, Question::Content), met]);
        }
        let (nearer, fitter) = (self.later.0.min(7), self.later.1.min(4));
        let agrees_here = u32::from(self.agrees);
        add(110, &[nearer, met, agrees_here]);
        add(111, &[fitter, met, agrees_here]);
        add(112, &[fitter, agrees_here, form & 7, near]);
        add(113, &[fitter, agrees_here, place, role]);
        add(114, &[fitter, agrees_here, entity, class]);
        add(115, &[fitter, nearer, agrees_here, gap.opens]);
        add(116, &[fitter, agrees_here, named, paragraphs.min(2)]);
        add(71, &[gap.lemma, entity, rank.min(2), near]);
        add(72, &[form, place, role, rank.min(3), near]);
        add(73, &[agrees_here, rank.min(3), form & 7, named, near]);
        let often = self.often.min(5);
        add(96, &[often, met]);
        add(97, &[often, near, rank.min(3)]);
        if let Some(cue) = self.cue {
            add(42, &[r.atom(cue).tag(), rank]);
            add(43, &[r.atom(cue).tag(), form, near]);
        }
    }
}

/// The likeliest of those who could be meant.
pub(crate) fn likeliest(
    r: &Reader<'_>,
    w: &Weights,
    d: &Draft,
    gap: &Gap,
    choices: &[Choice],
) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (n, c) in choices.iter().enumerate() {
        let mut scale = Scale::new(w, Part::Antecedent);
        c.facts(r, d, gap, &mut scale);
        let score = scale.score();
        if best.is_none_or(|(_, s)| score > s) {
            best = Some((n, score));
        }
    }
    best.map(|(n, _)| n)
}
