//! Normalization held to what other normalizers answered and to our own pairs.

use rawi::{Form, Normalizer, OffsetUnit};
use serde::Deserialize;

#[derive(Deserialize)]
struct Peers {
    peer: Vec<Peer>,
}

#[derive(Deserialize)]
struct Peer {
    form: String,
    peer: String,
    pairs: Vec<(String, String)>,
    same: Vec<String>,
}

#[derive(Deserialize)]
struct Alignments {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    form: String,
    input: String,
    expected: String,
    char_spans: Vec<(usize, usize)>,
}

fn normalizer(form: &str) -> Normalizer {
    Normalizer::new(form.parse::<Form>().unwrap())
}

#[test]
fn peer_forms_answer_as_their_peers_do() {
    let peers: Peers = toml::from_str(include_str!("data/normalize_peers.toml")).unwrap();
    let mut wrong = Vec::new();
    let mut total = 0;
    for peer in &peers.peer {
        let n = normalizer(&peer.form);
        let same = peer.same.iter().map(|s| (s, s));
        for (input, expected) in peer.pairs.iter().map(|(a, b)| (a, b)).chain(same) {
            total += 1;
            let got = n.normalize(input);
            let aligned = n.normalize_aligned(input);
            if got != *expected || aligned.text() != *expected {
                wrong.push(format!("{}: {input:?} gave {got:?}, not {expected:?}", peer.peer));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {total} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(total > 1700);
}

#[test]
fn araclean_alignment_is_reproduced_character_by_character() {
    let cases: Alignments = toml::from_str(include_str!("data/normalize_alignment.toml")).unwrap();
    for case in &cases.case {
        let aligned = normalizer(&case.form).normalize_aligned(&case.input);
        assert_eq!(aligned.text(), case.expected, "{}", case.input);
        let chars = aligned.units(&case.input, OffsetUnit::Char);
        for (i, &(start, end)) in case.char_spans.iter().enumerate() {
            assert_eq!(
                chars.to_original(i..i + 1),
                start..end,
                "{} {:?} character {i}",
                case.form,
                case.input
            );
        }
    }
    assert_eq!(cases.case.len(), 30);
}
