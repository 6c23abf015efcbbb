//! The labels of an attribution.

use crate::names::named_enum;

named_enum! {
    /// How the content is given.
    pub enum AttributionKind ("attribution kind") {
        /// The speaker's own words, in quotation marks or after a colon.
        Direct => "direct",
        /// A reported clause: قال إن ….
        Indirect => "indirect",
        /// A reported clause with a quoted part.
        Mixed => "mixed",
        /// A noun phrase: نفى وجود خلاف.
        Nominal => "nominal",
        /// A pronoun, ذلك or الخبر that stands for what was said.
        Anaphoric => "anaphoric",
        /// A speech event without content: تحدث إلى الصحافة.
        Mention => "mention",
        /// A dateline or closing line that names an agency or outlet.
        Credit => "credit",
    }
}

named_enum! {
    /// Whether the attribution is reported speech in the strict sense.
    pub enum Tier ("tier") {
        /// Speech and sourcing: say, deny, warn, according to, data show.
        Core => "core",
        /// Belief, hope, fear, perception, decision, and speech events without content.
        Extended => "extended",
    }
}

named_enum! {
    /// How well the reader gets to know the source.
    pub enum Anonymity ("anonymity") {
        /// A person with a name.
        Named => "named",
        /// A unique office without a name: وزير خارجية مصر.
        Role => "role",
        /// An organization, a state, an outlet, a document with an issuer.
        Org => "org",
        /// Somebody without a name: مصدر، مسؤول، شهود عيان.
        Anon => "anon",
        /// Somebody who asked not to be named, and the text says so.
        AnonRequested => "anon_requested",
        /// Data, rumours, media in general, البعض.
        Vague => "vague",
        /// No source at all: أفيد، قيل.
        Implicit => "implicit",
    }
}

named_enum! {
    /// What the source is.
    pub enum SourceType ("source type") {
        /// One or more individuals.
        Person => "person",
        /// People as a collective: سكان، شهود، خبراء.
        Group => "group",
        /// A body: ministry, party, company.
        Org => "org",
        /// A state, or the capital that stands for it.
        State => "state",
        /// A document: بيان، تقرير، رسالة.
        Document => "document",
        /// An outlet or agency.
        Media => "media",
        /// Data, information, rumours.
        Data => "data",
        /// An event or abstract thing that speaks.
        Event => "event",
        /// Not known.
        Unknown => "unknown",
    }
}

named_enum! {
    /// Grammatical number of the source.
    pub enum Number ("number") {
        /// One.
        Sing => "sing",
        /// Two.
        Dual => "dual",
        /// Many.
        Plural => "plural",
        /// Not applicable.
        Na => "na",
    }
}

named_enum! {
    /// What the source does with the content.
    pub enum Stance ("stance") {
        /// Says it.
        Neutral => "neutral",
        /// Confirms or stresses it.
        Confirm => "confirm",
        /// Denies it.
        Deny => "deny",
        /// Claims it, at the reporter's distance.
        Claim => "claim",
        /// Reveals it.
        Reveal => "reveal",
        /// Warns of it.
        Warn => "warn",
        /// Criticises or condemns it.
        Criticise => "criticise",
        /// Praises or welcomes it.
        Praise => "praise",
        /// Expects it.
        Expect => "expect",
        /// Demands it.
        Demand => "demand",
        /// Promises or threatens it.
        Promise => "promise",
        /// Explains it.
        Explain => "explain",
        /// Proposes it.
        Propose => "propose",
        /// Accuses somebody of it.
        Accuse => "accuse",
        /// Asks about or for it.
        Ask => "ask",
        /// Is cited for it: بحسب، نقلا عن.
        Cite => "cite",
        /// Anything else.
        Other => "other",
    }
}

named_enum! {
    /// Whether the cue is negated.
    pub enum Polarity ("polarity") {
        /// Said.
        Pos => "pos",
        /// Not said: لم يؤكد.
        Neg => "neg",
    }
}

named_enum! {
    /// The form of the cue.
    pub enum Tense ("tense") {
        /// قال
        Perfect => "perfect",
        /// يقول
        Imperfect => "imperfect",
        /// سيقول
        Future => "future",
        /// قائلا
        Participle => "participle",
        /// أُعلن، يُتوقع
        Passive => "passive",
        /// إعلان، تصريح
        Masdar => "masdar",
        /// بحسب، وفقا ل
        Na => "na",
    }
}

named_enum! {
    /// The part of speech of the cue.
    pub enum CueClass ("cue class") {
        /// A finite verb.
        Verb => "verb",
        /// A verbal noun or noun of speech.
        Noun => "noun",
        /// بحسب، وفقا، طبقا
        Prep => "prep",
        /// قائلا، مضيفا
        Adverb => "adverb",
        /// جاء في، على حد قول
        Idiom => "idiom",
        /// A colon.
        Punct => "punct",
    }
}
