//! Names that begin with a head noun: bodies, facilities, places, events.

mod acronym;
mod adjectives;
mod complement;
mod event;
mod label;
mod ministry;
mod organization;
mod place;
mod words;

use super::candidate::Candidate;
use super::context::Context;
use super::gazetteer::{Class, Classes};
use event::event;
use label::labelled;
use organization::organization;
use place::place;

/// Proposes every name that a head noun begins or announces.
pub(super) fn find<'t>(cx: &Context<'_, 't>, out: &mut Vec<Candidate<'t>>) {
    const HEADS: Classes = Classes::of(&[
        Class::OrganizationHead,
        Class::PlaceHead,
        Class::PlaceLabel,
        Class::EventHead,
    ]);
    for i in cx.scan.tokens_with(HEADS) {
        for m in cx.scan.at(i) {
            let found = match m.sense.class {
                Class::OrganizationHead => organization(cx, m),
                Class::PlaceHead => place(cx, m),
                Class::PlaceLabel => labelled(cx, m),
                Class::EventHead => event(cx, m),
                _ => None,
            };
            out.extend(found);
        }
    }
    acronym::find(cx, out);
}
