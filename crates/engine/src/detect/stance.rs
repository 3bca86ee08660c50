//! Of which world a text speaks, and how it stands to the threats in it.

use model::{Behaviour, Stance};

use super::book::kind;
use super::hits::{Frame, Head, Made, Scan};
use crate::reading::Finding;
use crate::text::{Class, Doc, TokenKind, is_before_the_law, is_old_year};

/// Other worlds in which the words of violence mean no harm, each 0–1.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct World {
    pub fiction: f32,
    /// Sport, games and bug hunting.
    pub play: f32,
    pub history: f32,
    pub weather: f32,
    pub protest: f32,
    /// Shops, schools, notices and invitations.
    pub trade: f32,
    /// Business news, in which firms fight and prices fall.
    pub market: f32,
    /// Words in all.
    pub words: f32,
    pub sentences: f32,
    /// Sentences that condemn.
    pub condemning: f32,
    /// Whether violence or fear is named where it condemns.
    pub decries: bool,
    /// Sentences that tell what others said or did.
    pub telling: f32,
}

/// How many worlds there are, with condemning and telling.
pub(super) const WORLDS: usize = 9;

impl World {
    /// How far it speaks of each, and how much of it condemns and tells, each 0–1.
    pub fn values(&self) -> [f32; WORLDS] {
        let share = |count: f32| (count / self.sentences.max(1.0)).min(1.0);
        [
            self.fiction,
            self.play,
            self.history,
            self.weather,
            self.protest,
            self.trade,
            self.market,
            share(self.condemning),
            share(self.telling),
        ]
    }

    pub fn of(doc: &Doc, scans: &[Scan]) -> Self {
        let mut world = World {
            sentences: doc.sentences.len() as f32,
            ..World::default()
        };
        let (mut fiction, mut sport, mut software, mut history) = (0f32, 0f32, 0f32, 0f32);
        let (mut weather, mut protest, mut inquiry) = (0f32, 0f32, 0f32);
        for (at, token) in doc.tokens.iter().enumerate() {
            if token.kind == TokenKind::Number {
                history += f32::from(u8::from(is_old_year(doc.raw(at))));
            }
            if token.kind != TokenKind::Word {
                continue;
            }
            world.words += 1.0;
            let one = |class| f32::from(u8::from(token.classes.has(class)));
            fiction += one(Class::Fiction);
            sport += one(Class::Sport);
            software += one(Class::Software);
            history += one(Class::History);
            weather += one(Class::Weather);
            protest += one(Class::Protest);
            inquiry += one(Class::Investigate);
        }
        let framed = |frame| -> f32 {
            scans
                .iter()
                .map(|scan| sentences_with(scan, frame) as f32)
                .fold(0.0, f32::max)
        };
        // a short text is of a world by one or two words, a long one by a steady share of them
        let share = |count: f32, full: f32| (count / (full + world.words / 60.0)).min(1.0);
        world.fiction = share(fiction * 0.5 + framed(Frame::Fiction), 2.0);
        // police take no side in a match
        sport *= 1.0 - is_before_the_law(&doc.tokens, &doc.sentences);
        world.play = share(sport.max(software) * 0.5 + framed(Frame::Play) * 0.7, 2.0);
        world.history = share(history, 2.0);
        world.weather = share(weather, 2.0);
        world.protest = share(protest * 0.5 + framed(Frame::Protest), 2.0);
        let harms: usize = scans.iter().map(harm_words).sum();
        if harms == 0 {
            world.trade = share(framed(Frame::Trade), 1.2);
        }
        world.market = share((framed(Frame::Market) - inquiry).max(0.0), 2.0);
        world.condemning = framed(Frame::Condemn);
        world.decries = scans.iter().any(decries);
        world.telling = framed(Frame::Tale).max(framed(Frame::Victim));
        world
    }

    /// How far the text is of another world altogether.
    pub fn elsewhere(&self) -> f32 {
        self.fiction
            .max(self.play)
            .max(self.history)
            .max(self.weather)
    }

    /// How far a turn is meant as it sounds: a shop, too, knows where you live.
    pub fn earnest(&self, made: Made, strength: f32) -> f32 {
        match made.is_soft() || strength < 0.8 {
            true => 1.0 - 0.85 * self.trade,
            false => 1.0,
        }
    }

    /// How far an act told of is the act itself: firms, too, come under attack.
    pub fn literal(&self, told: Behaviour) -> f32 {
        use Behaviour::{Ambush, Attack, Explosive, Kidnapping, Surveillance, Threat};
        match told {
            Ambush | Attack | Explosive | Kidnapping | Threat => 1.0 - 0.9 * self.market,
            Surveillance => 1.0 - 0.6 * self.trade,
            _ => 1.0,
        }
    }
}

/// Words of arms, killing and death outside harmless turns.
fn harm_words(scan: &Scan) -> usize {
    let sets = ["GUN", "DEATHS", "KILL", "WEAPON_SIGN"].map(|name| scan.book.set(name));
    let items = scan.items.iter().zip(&scan.harmless);
    items
        .filter(|(item, harmless)| !**harmless && sets.iter().any(|&set| item.is(set)))
        .count()
}

fn decries(scan: &Scan) -> bool {
    let abuse = scan.book.set("ABUSE");
    let condemned = scan.sentences_of(Head::Frame(Frame::Condemn));
    let mut sentence = 0;
    scan.items.iter().any(|item| {
        let found = item.is(abuse) && condemned.contains(&sentence);
        sentence += u32::from(item.kinds & kind::STOP != 0);
        found
    })
}

fn sentences_with(scan: &Scan, frame: Frame) -> usize {
    let mut sentences: Vec<u32> = scan
        .frames(frame)
        .filter(|hit| !hit.idiom)
        .map(|hit| hit.sentence)
        .collect();
    sentences.sort_unstable();
    sentences.dedup();
    sentences.len()
}

/// Above this probability a text is held to threaten.
pub(super) const MAKES: f32 = 0.5;

pub(super) fn stance(scans: &[Scan], world: &World, threat: f32, findings: &[Finding]) -> Stance {
    let strongest = findings.iter().map(|f| f.score).fold(0.0, f32::max);
    if threat >= MAKES {
        return Stance::Makes;
    }
    if world.fiction >= 0.5 && world.fiction >= world.play {
        return Stance::Fiction;
    }
    let condemning = world.condemning / world.sentences.max(1.0);
    let telling = world.telling / world.sentences.max(1.0);
    if strongest < 0.5 {
        let speaks = scans
            .iter()
            .flat_map(|scan| &scan.hits)
            .any(|hit| !hit.idiom && matches!(hit.head, Head::Told(_) | Head::Made(_)));
        let here = world.elsewhere().max(world.protest) < 0.5;
        return match world.condemning > 0.0 && (speaks || world.decries) && here {
            true => Stance::Condemns,
            false => Stance::Unrelated,
        };
    }
    if condemning > 0.24 && condemning > telling || condemning >= 0.5 {
        Stance::Condemns
    } else {
        Stance::Reports
    }
}
