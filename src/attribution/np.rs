//! Noun phrases: where a source begins and ends.

use crate::entity::EntityKind;
use crate::lexicon::{Classes, HeadClass};
use crate::segment::{Punct, TokenKind};

use super::draft::Np;
use super::marks::Marks;
use super::reading::Reader;

/// What stands between a verb of speech and its content.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments {
    pub subject: Option<Np>,
    pub recipient: Option<Np>,
    pub medium: Option<Np>,
    /// First token after the arguments.
    pub end: usize,
}

/// Relational adjectives, indefinite: عراقي، أمريكية، أوروبيين.
fn is_relational(word: &str) -> bool {
    let adjective = word.ends_with("ية")
        || word.ends_with('ي')
        || word.ends_with("يون")
        || word.ends_with("يين");
    adjective && !word.starts_with("ال") && word.chars().nth(3).is_some()
}

impl Reader<'_> {
    /// The noun phrase of tokens `first..last`, without the clitics before it and without marks at
    /// its edges, nor أما, which only announces it. `None` when nothing is left.
    pub(crate) fn np(&self, mut first: usize, mut last: usize) -> Option<Np> {
        while first < last && (self.is_edge(first) || self.bare(first) == "اما") {
            first += 1;
        }
        while first < last && self.is_trailing(first, last - 1) {
            last -= 1;
        }
        if first >= last {
            return None;
        }
        // Quotation marks around the whole phrase are outside.
        if self.quotes.close_of(first) == Some(last - 1) && last - first > 2 {
            return self.np(first + 1, last - 1);
        }
        let tok = self.tok(first);
        Some(Np { start: tok.noun(), end: self.tok(last - 1).end, first, last })
    }

    fn is_edge(&self, i: usize) -> bool {
        matches!(
            self.punct(i),
            Some(
                Punct::Comma
                    | Punct::Semicolon
                    | Punct::Colon
                    | Punct::Dash
                    | Punct::CloseQuote
                    | Punct::CloseBracket
                    | Punct::Stop
                    | Punct::Other
                    | Punct::Ellipsis
            )
        ) || self.is_lone_conj(i)
    }

    fn is_trailing(&self, first: usize, i: usize) -> bool {
        match self.punct(i) {
            Some(
                Punct::Comma
                | Punct::Semicolon
                | Punct::Colon
                | Punct::Dash
                | Punct::OpenQuote
                | Punct::OpenBracket
                | Punct::Stop
                | Punct::Other
                | Punct::Ellipsis
                | Punct::Slash,
            ) => true,
            // A closing mark belongs to the phrase when its opening one does.
            Some(Punct::CloseQuote | Punct::Quote) => {
                !(first..i).any(|o| self.quotes.close_of(o) == Some(i))
            }
            Some(Punct::CloseBracket) => {
                !(first..i).any(|o| self.punct(o) == Some(Punct::OpenBracket))
            }
            _ => {
                self.is_lone_conj(i)
                    || (i > first
                        && self.is(i, Classes::SUBORDINATOR)
                        && self.get(i).head.is_none())
            }
        }
    }

    /// One past a run of time words, numbers and month names that begins at `i`.
    #[inline]
    pub(crate) fn skip_time(&self, i: usize, end: usize) -> usize {
        if self.marked(i, Marks::TIMELY) { self.end_of_time(i, end) } else { i }
    }

    fn end_of_time(&self, mut i: usize, end: usize) -> usize {
        let start = i;
        while i < end {
            let timely = self.is(i, Classes::TIME.or(Classes::MONTH))
                || matches!(self.text.bare(i), "اول" | "قبل" | "بعد")
                    && self.text.word(i + 1) == "امس"
                || (i > start
                    && (self.tok(i).kind == TokenKind::Number
                        || matches!(self.punct(i), Some(Punct::Slash))))
                || (self.punct(i) == Some(Punct::OpenBracket)
                    && i + 1 < end
                    && (self.is(i + 1, Classes::TIME.or(Classes::MONTH))
                        || self.tok(i + 1).kind == TokenKind::Number))
                || (i > start && self.punct(i) == Some(Punct::CloseBracket));
            if !timely || self.mention(i).is_some_and(|m| m.kind == EntityKind::Person) {
                break;
            }
            i += 1;
        }
        i
    }

    /// One past the prepositional phrase that begins at `i` (a preposition, or a word that carries
    /// one); the phrase ends before the next thing that can be a subject.
    pub(crate) fn skip_pp(&self, i: usize, end: usize) -> usize {
        let mut j = i + 1;
        if self.prep(i).is_none() {
            // A preposition of its own takes a noun phrase, unless a pronoun is written onto it.
            if self.marked(i, Marks::TO_PRONOUN) {
                return j;
            }
            if j < end && (self.is_word(j) || self.tok(j).kind == TokenKind::Number) {
                j += 1;
            }
        }
        self.np_tail(i.max(j.saturating_sub(1)), j, end)
    }

    /// One past the rest of a noun phrase whose word before `j` is token `head`: genitives and
    /// adjectives, until a definite word or name has closed the chain.
    fn np_tail(&self, head: usize, mut j: usize, end: usize) -> usize {
        if let Some(m) = self.mention(head) {
            j = j.max(m.tokens.end.min(end));
        }
        let mut closed = self.tok(head).is_definite()
            || self.get(head).possessed
            || self.mention(head).is_some();
        // An indefinite person takes adjectives only: مصدر أمني عراقي | اندلاع ….
        let person = || {
            self.get(head).head.is_some_and(|h| {
                matches!(h.class, HeadClass::Anon | HeadClass::Group) && !h.plural
                    || h.class == HeadClass::Data
            }) || matches!(self.text.stem(head), "مصادر" | "مسؤولون" | "خبراء" | "نواب" | "شهود")
        };
        while j < end {
            let tok = self.tok(j);
            if self.is_quote_open(j) {
                let Some(c) = self.quotes.close_of(j) else { break };
                if c >= end || c - j > 6 {
                    break;
                }
                j = c + 1;
                closed = true;
                continue;
            }
            if tok.kind == TokenKind::Number {
                j += 1;
                continue;
            }
            if tok.kind == TokenKind::Foreign {
                j += 1;
                closed = true;
                continue;
            }
            if tok.kind != TokenKind::Arabic || tok.has_prep() || tok.has_conj() {
                break;
            }
            let r = self.get(j);
            if r.classes.any(
                Classes::PREPOSITION
                    .or(Classes::COMPLEMENTIZER)
                    .or(Classes::RELATIVE)
                    .or(Classes::NEGATION)
                    .or(Classes::AUXILIARY)
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::TIME)
                    .or(Classes::ADVERB),
            ) || self.is_verb(j)
            {
                break;
            }
            let adjective = !closed
                && (r.descriptor.is_some()
                    || r.classes.any(Classes::ADJECTIVE)
                    || is_relational(self.text.noun(j)));
            if !closed && j > head && person() {
                if adjective && !tok.is_definite() {
                    j += 1;
                    continue;
                }
                if !tok.is_definite()
                    && self.mention(j).is_none()
                    && !r.classes.any(Classes::QUANTIFIER)
                {
                    break;
                }
            }
            if !closed
                && adjective
                && !tok.is_definite()
                && (j > head + 1 || r.descriptor.is_some())
            {
                // An indefinite adjective closes an indefinite chain.
                closed = true;
                j += 1;
                continue;
            }
            if closed {
                // After a closed chain only adjectives (definite) and appositive names follow; a
                // definite verbal noun is the object (استنكرت الجمعية | الاعتداء).
                let same = r.classes.any(Classes::SAME);
                if tok.is_definite() && r.head.is_none() && !self.is_masdar(j) || same {
                    j += 1;
                    continue;
                }
                break;
            }
            if let Some(m) = self.mention(j) {
                j = m.tokens.end.min(end).max(j + 1);
                closed = true;
                continue;
            }
            if r.head.is_some_and(|h| h.class.is_human()) && !tok.is_definite() && j > head + 1 {
                break;
            }
            closed = tok.is_definite() || r.possessed;
            j += 1;
        }
        j
    }

    /// Subject, recipient and medium between a verb and `limit`, where its content (or its clause)
    /// begins. `open` says that nothing marks the end of the subject: it ends by grammar.
    pub(crate) fn arguments(&self, verb: usize, limit: usize, open: bool) -> Arguments {
        let mut out = Arguments { end: verb + 1, ..Arguments::default() };
        let mut i = verb + 1;
        while i < limit {
            let before = i;
            if self.is_comma(i) {
                // A parenthesis between commas, or the end of the clause.
                if open && out.subject.is_some() {
                    break;
                }
                i += 1;
                continue;
            }
            i = self.skip_time(i, limit);
            if i > before {
                continue;
            }
            if self.is(i, Classes::ADVERB) && self.mention(i).is_none() {
                i += 1;
                continue;
            }
            if self.is_pp(i) {
                let end = self.skip_pp(i, limit);
                if open && out.subject.is_some() {
                    break;
                }
                self.note_pp(i, end, &mut out);
                i = end;
                continue;
            }
            if out.subject.is_none() && self.is_nominal(i) {
                let end = if open { self.np_closed(i, limit) } else { self.np_open(i, limit) };
                out.subject = self.np(i, end);
                i = end.max(i + 1);
                out.end = i;
                if open {
                    break;
                }
                continue;
            }
            if out.subject.is_none() && self.is(i, Classes::PRONOUN.or(Classes::DEMONSTRATIVE)) {
                let end = self.np_tail(i, i + 1, limit);
                out.subject = self.np(i, end);
                i = end;
                continue;
            }
            if open {
                break;
            }
            i += 1;
        }
        out.end = out.end.max(i.min(limit));
        out
    }

    /// Remembers a recipient (ل, إلى + outlet or person) or a medium (في بيان).
    fn note_pp(&self, i: usize, end: usize, out: &mut Arguments) {
        let medium = (i..end.min(i + 3)).any(|k| self.is(k, Classes::MEDIUM));
        let to = self.prep(i) == Some('ل') || matches!(self.text.bare(i), "الي" | "ل");
        if medium && out.medium.is_none() && !to {
            let first = if self.prep(i).is_some() { i } else { i + 1 };
            out.medium = self.np(first, end);
        } else if to && out.recipient.is_none() {
            let first = if self.prep(i).is_some() { i } else { i + 1 };
            out.recipient = self.np(first, end);
        }
    }

    /// One past the subject that begins at `i`, when a complementizer, colon or quotation at `limit`
    /// marks the end of the arguments: appositions, relative clauses and affiliations belong to it;
    /// recipients, media and times do not.
    fn np_open(&self, start: usize, limit: usize) -> usize {
        let mut i =
            self.mention(start).map_or(start + 1, |m| m.tokens.end.min(limit).max(start + 1));
        if let Some(c) = self.quotes.close_of(start) {
            i = (c + 1).min(limit);
        }
        let mut relative = false;
        while i < limit {
            let r = self.get(i);
            if self.is_comma(i) || matches!(self.punct(i), Some(Punct::Dash)) {
                if relative || self.is_apposition(i + 1, limit) {
                    i += 1;
                    continue;
                }
                break;
            }
            if r.classes.any(Classes::RELATIVE)
                && !self.tok(i).has_prep()
                && self.text.bare(i) != "من"
            {
                relative = true;
            }
            if self.is_request_clause(i) {
                relative = true;
            }
            if relative {
                i += 1;
                continue;
            }
            if self.is_break(start, i) {
                break;
            }
            i += 1;
        }
        i
    }

    /// Whether token `i` ends a subject although the complementizer is still to come.
    pub(crate) fn is_break(&self, start: usize, i: usize) -> bool {
        let r = self.get(i);
        if r.entity.is_some() && self.prep(i).is_none() {
            return false;
        }
        if self.participle(i).is_some() && !self.tok(i).is_definite() {
            // متداولة after معلومات is an adjective.
            return self.get(i - 1).head.is_none()
                || self.tok(i - 1).is_definite()
                || self.get(i - 1).possessed;
        }
        if r.classes.any(Classes::TIME.or(Classes::ADVERB)) && !r.classes.any(Classes::SAME) {
            return self.prep(i).is_none();
        }
        if self.is_pp(i) {
            if let Some('ل') = self.prep(i) {
                let outlet = r.head.is_some_and(|h| h.class == HeadClass::Media)
                    || self.mention(i).is_some_and(|m| m.subkind == Some("media"))
                    || self.is_quote_open(i + 1);
                let press = matches!(
                    self.text.noun(i),
                    "لصحفيين"
                        | "لصحافيين"
                        | "لاعلاميين"
                        | "لصحافة"
                        | "لاعلام"
                        | "وكالة"
                );
                return outlet || press;
            }
            if self.prep(i).is_some() {
                return false;
            }
            return match self.text.bare(i) {
                "في" => self.is(i + 1, Classes::MEDIUM) || self.is(i + 2, Classes::MEDIUM),
                "من" | "لدي" | "بين" | "داخل" | "باسم" | "قرب" | "شمال" | "جنوب" | "شرق"
                | "غرب" | "ضد" => false,
                "علي" if self.get(i - 1).descriptor.is_some() => false,
                "علي" => !matches!(
                    self.text.stem(i + 1),
                    "اطلاع" | "صلة" | "علم" | "دراية" | "مستوي" | "راس"
                ),
                "الي" => self.text.word(i + 1) != "جانب",
                "ل" => self.is_quote_open(i + 1) || self.tok(i + 1).kind == TokenKind::Foreign,
                "عن" => !matches!(self.text.stem(start), "مسؤول" | "نائب" | "ناطق" | "مسؤولة"),
                _ => true,
            };
        }
        self.is_verb(i) && !self.is(i - 1, Classes::RELATIVE) && r.descriptor.is_none()
    }

    /// Where the words end that may say who somebody is: before what he does meanwhile, or at `limit`.
    pub(crate) fn before_circumstance(&self, first: usize, limit: usize) -> usize {
        let next = self.circumstances.partition_point(|&k| k <= first);
        match self.circumstances.get(next) {
            Some(&k) if k < limit => (if self.is_comma(k - 1) { k - 1 } else { k }).max(first + 1),
            _ => limit,
        }
    }

    /// Whether what follows a comma is an apposition to the noun phrase before it: a title, a name,
    /// a relative clause, closed again before `limit`.
    fn is_apposition(&self, i: usize, limit: usize) -> bool {
        if i >= limit || self.is_circumstance(i) {
            return false;
        }
        if matches!(self.text.word(i), "وهو" | "وهي" | "وهم") {
            return true;
        }
        if self.has_conj(i) {
            return false;
        }
        let r = self.get(i);
        if r.classes.any(Classes::RELATIVE)
            && self.text.bare(i) != "من"
            && self.text.bare(i) != "ما"
        {
            return true;
        }
        if self.is_request_clause(i) {
            return true;
        }
        if self.is_pp(i) || r.classes.any(Classes::TIME.or(Classes::ADVERB)) || self.is_verb(i) {
            return false;
        }
        if self.participle(i).is_some() {
            return self.is_request_clause(i);
        }
        self.is_nominal(i)
    }

    /// A word without article and clitics that the lexicon does not know: as part of a noun phrase
    /// that is already closed it can only be a name.
    fn is_name_word(&self, i: usize) -> bool {
        let tok = self.tok(i);
        let r = self.get(i);
        tok.kind == TokenKind::Arabic
            && !tok.is_definite()
            && !tok.has_prep()
            && !tok.has_conj()
            && r.word.is_none()
            && r.head.is_none()
            && r.noun_cue.is_none()
            && !self.is_verb(i)
            && !self.is_masdar(i)
            && !self.text.word(i).ends_with('ة')
            && !self.text.word(i).ends_with("ها")
            && !is_relational(self.text.word(i))
            && self.text.word(i).chars().count() > 2
    }

    /// A definite word in ي: السليطي، الحضيري.
    fn is_family_name(&self, i: usize) -> bool {
        self.tok(i).is_definite()
            && self.text.word(i).ends_with('ي')
            && self.get(i).descriptor.is_none()
            && self.get(i).head.is_none()
            && !self.tok(i).has_prep()
    }

    /// One past the subject that begins at `i`, when nothing marks its end: head, genitives,
    /// adjectives, name, باسم + body, من + body.
    pub(crate) fn np_closed(&self, start: usize, limit: usize) -> usize {
        if let Some(c) = self.quotes.close_of(start) {
            return (c + 1).min(limit);
        }
        let mut end = self.np_tail(start, start + 1, limit);
        loop {
            let before = end;
            // A title is followed by its name, a name by its title.
            if end < limit {
                let here = self.get(end);
                let person = self.mention(end).is_some_and(|m| m.kind == EntityKind::Person);
                let titled = self.get(start).head.is_some_and(|h| h.class == HeadClass::Role);
                if !self.tok(end).has_conj() && self.prep(end).is_none() {
                    if person && self.tok(end).is_word() {
                        end = self.mention(end).map_or(end, |m| m.tokens.end.min(limit));
                    } else if titled
                        && here.head.is_none()
                        && self.is_nominal(end)
                        && self.tok(end).is_definite()
                    {
                        end = self.np_tail(end, end + 1, limit);
                    }
                }
            }
            if end < limit && self.text.bare(end) == "باسم" {
                end = self.np_tail(end + 1, (end + 2).min(limit), limit);
            }
            if end + 1 < limit
                && matches!(self.text.bare(end), "في" | "من" | "لدي")
                && self.get(start).head.is_some_and(|h| h.class.is_human())
                && !self.is(end + 1, Classes::MEDIUM)
                && (self.mention(end + 1).is_some()
                    || self.get(end + 1).head.is_some_and(|h| !h.class.is_human()))
            {
                end = self.np_tail(end + 1, (end + 2).min(limit), limit);
            }
            // وزير الاقتصاد نقولا نحاس: two words the lexicon does not know are a name; so is a person
            // after a comma that closes again (رئيس الوزراء، بنيامين نتنياهو، …).
            let titled = self.get(start).head.is_some_and(|h| h.class.is_human());
            if titled
                && self.is_name_word(end)
                && (self.is_name_word(end + 1) || self.is_family_name(end + 1))
                && end + 1 < limit
            {
                end += 2;
                if self.is_name_word(end) && end < limit {
                    end += 1;
                }
            }
            if titled && self.is_comma(end) && end + 1 < limit {
                let named = self
                    .mention(end + 1)
                    .filter(|m| m.kind == EntityKind::Person)
                    .map(|m| m.tokens.end);
                let unknown = (self.is_name_word(end + 1) && self.is_name_word(end + 2)
                    || self.is_name_word(end + 1) && self.is_family_name(end + 2))
                .then_some(end + 3);
                if let Some(last) = named.or(unknown) {
                    let last = if self.is_name_word(last) { last + 1 } else { last };
                    if last <= limit && (last == limit || self.is_comma(last) || self.is_pp(last)) {
                        end = last;
                    }
                }
            }
            // مصدر، طلب عدم نشر اسمه، …
            if self.is_comma(end) && self.is_request_clause(end + 1) {
                end = (end + 1..limit).find(|&k| self.is_comma(k)).unwrap_or(end);
                if self.is_comma(end) && end + 1 < limit {
                    return end;
                }
            }
            if end < limit && self.is_request_clause(end) && !self.tok(end).has_conj() {
                end = (end..limit.min(end + 8))
                    .find(|&k| self.is_comma(k) || self.prep(k) == Some('ب'))
                    .unwrap_or(end + 1);
                return end;
            }
            // مسؤول بوزارة الزراعة: a body or place with ب.
            if end < limit
                && self.prep(end) == Some('ب')
                && self.get(start).head.is_some_and(|h| h.class.is_human())
                && (self.mention(end).is_some_and(|m| {
                    matches!(m.kind, EntityKind::Location | EntityKind::Organization)
                }) || self.get(end).head.is_some_and(|h| h.class == HeadClass::Org)
                    || self.text.stem(end) == "رتبة")
            {
                end = self.np_tail(end, end + 1, limit);
            }
            if self.punct(end) == Some(Punct::OpenBracket) && end + 2 < limit {
                if let Some(c) = (end + 1..limit.min(end + 6))
                    .find(|&k| self.punct(k) == Some(Punct::CloseBracket))
                {
                    end = c + 1;
                }
            }
            // Two coordinated bodies: وزارتا الدفاع والداخلية.
            if end < limit
                && self.tok(end).has_conj()
                && self.tok(end).is_definite()
                && !self.is_verb(end)
                && self.get(end).classes == Classes::default()
            {
                end = self.np_tail(end, end + 1, limit);
            }
            if end == before {
                return end;
            }
        }
    }
}
