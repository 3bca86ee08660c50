//! Features of a text and the probability that they make.

use std::sync::LazyLock;

use super::book::{Item, kind};
use super::hits::{Head, Made, Scan};
use super::stance::World;
use crate::text::Doc;

const WEIGHTS: &str = include_str!("../../weights/threat.txt");

static MODEL: LazyLock<std::collections::HashMap<&'static str, f32>> = LazyLock::new(|| {
    WEIGHTS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (name, weight) = line.split_once(' ')?;
            Some((name, weight.trim().parse().ok()?))
        })
        .collect()
});

/// Probability that the text itself threatens.
pub(super) fn probability(doc: &Doc, scans: &[Scan], world: &World) -> f32 {
    let sum: f32 = all(doc, scans, world)
        .iter()
        .map(|(name, value)| value * MODEL.get(name.as_str()).copied().unwrap_or(0.0))
        .sum::<f32>()
        + MODEL.get("bias").copied().unwrap_or(0.0);
    1.0 / (1.0 + (-sum).exp())
}

/// Named features of a text, as the weights are fitted on.
#[must_use]
pub fn features(doc: &Doc) -> Vec<(String, f32)> {
    let scans = super::scans(doc);
    let world = World::of(doc, &scans);
    all(doc, &scans, &world)
}

fn all(doc: &Doc, scans: &[Scan], world: &World) -> Vec<(String, f32)> {
    let mut out = Features::default();
    let mut plain = [0f32; Made::ALL.len()];
    let mut shaded = [0f32; Made::ALL.len()];
    let (mut hits, mut asks) = (0u32, 0f32);
    for (made, hit) in scans.iter().flat_map(Scan::made) {
        let slot = made as usize;
        if hit.is_plain() {
            plain[slot] = plain[slot].max(hit.strength);
            hits += 1;
            if hit.asks {
                asks = asks.max(hit.strength);
            }
        } else if !hit.idiom && !hit.negated {
            shaded[slot] = shaded[slot].max(hit.strength);
        } else {
            out.add("masked", 1.0);
        }
    }
    for (&(name, ..), (&plain, &shaded)) in Made::ALL.iter().zip(plain.iter().zip(&shaded)) {
        out.add(name, plain);
        out.add(&format!("told-{name}"), shaded);
    }
    let strongest = plain.iter().copied().fold(0.0, f32::max);
    out.add("made", strongest);
    out.add(
        "made-kinds",
        plain.iter().filter(|&&p| p > 0.0).count().saturating_sub(1) as f32,
    );
    out.add("made-often", f32::from(u8::from(hits > 2)));
    out.add("made-asks", asks);
    let long = (world.words / 150.0).min(1.0);
    let lights = [
        ("fiction", world.fiction),
        ("play", world.play),
        ("condemn", world.condemning.min(1.0)),
        ("tale", world.telling.min(1.0)),
        ("protest", world.protest),
        ("long", long),
    ];
    for (name, light) in lights {
        out.add(name, light);
        out.add(&format!("made-{name}"), strongest * light);
    }
    let told = scans
        .iter()
        .flat_map(|scan| &scan.hits)
        .any(|hit| matches!(hit.head, Head::Told(_)) && !hit.idiom);
    out.add("told", f32::from(u8::from(told)));
    for scan in scans {
        loose(scan, &mut out);
    }
    let capitals = doc
        .tokens
        .iter()
        .filter(|t| t.case == crate::text::Case::Upper)
        .count() as f32;
    out.add(
        "capitals",
        f32::from(u8::from(capitals > 4.0 && capitals * 2.0 > world.words)),
    );
    out.0.retain(|(_, value)| *value != 0.0);
    out.0
}

/// Words near one another, whatever the turn of phrase.
fn loose(scan: &Scan, out: &mut Features) {
    let (book, items) = (scan.book, &scan.items);
    let of = |name: &str| book.set(name);
    let (harm, object, me, you) = (of("ANY_HARM"), of("OBJP"), of("ME"), of("YOU"));
    let sets = [
        ("word-kill", of("KILL")),
        ("word-death", of("DEATHS")),
        ("word-gun", of("GUN")),
        ("word-insult", of("INSULT")),
        ("word-sign", of("WEAPON_SIGN")),
        ("word-harm", harm),
        ("word-soon", of("SOON")),
        ("word-you", you),
        ("word-me", me),
    ];
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.entry != 0) {
        for (name, set) in sets {
            if book.is(item, set) {
                out.add(name, 1.0);
            }
        }
        if book.is(item, harm) {
            let near = &items[at.saturating_sub(6)..(at + 4).min(items.len())];
            let any = |set| near.iter().any(|i: &Item| book.is(i, set));
            out.add("near-object", f32::from(u8::from(any(object))));
            out.add("near-me", f32::from(u8::from(any(me))));
            out.add("near-insult", f32::from(u8::from(any(of("INSULT")))));
        }
        if item.last > item.first {
            out.add("disguised", 1.0);
        }
    }
    if items.iter().any(|i| i.kinds & kind::FACE != 0) {
        out.add("face", 1.0);
    }
}

/// Names and values; a name given twice keeps the greater value.
#[derive(Default)]
struct Features(Vec<(String, f32)>);

impl Features {
    fn add(&mut self, name: &str, value: f32) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, kept)) => *kept = kept.max(value),
            None => self.0.push((name.to_owned(), value)),
        }
    }
}
