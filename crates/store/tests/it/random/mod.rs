//! A long story of random deeds, held step by step against an oracle that knows what each of them must come to.

mod cases;
mod chance;
mod check;
mod oracle;
mod reports;

use getrandom::rand_core::Rng;
use model::{AccountId, Role};
use store::By;

use crate::people::somebody;
use crate::support::{Desk, NOW, on_each, rng};
use chance::Chance;
use oracle::{Oracle, Person};

/// Deeds of a story on each database.
const DEEDS: u32 = 500;

struct Story {
    desk: Desk,
    chance: Chance,
    oracle: Oracle,
    /// Texts are told apart by this.
    next: u64,
}

impl Story {
    async fn begin(desk: Desk, seed: u64) -> Self {
        let mut oracle = Oracle::default();
        for (number, roles) in [
            &[Role::Intake][..],
            &[Role::Lead],
            &[Role::Intake, Role::Privacy],
            &[Role::Reader],
            &[Role::Admin],
        ]
        .into_iter()
        .enumerate()
        {
            let id = somebody(&desk.store, &format!("person {number}"), roles).await;
            oracle.people.push(Person {
                id,
                roles: roles.to_vec(),
                has_ended: false,
                token: None,
            });
        }
        Story {
            desk,
            chance: Chance::of(seed),
            oracle,
            next: 0,
        }
    }

    /// Somebody, by their number.
    fn anybody(&mut self) -> usize {
        self.chance.below(self.oracle.people.len() as u64) as usize
    }

    fn id(&self, who: usize) -> AccountId {
        self.oracle.people[who].id
    }

    async fn deed(&mut self) {
        match self.chance.below(20) {
            0..=2 => self.receive().await,
            3 => self.send_again().await,
            4 | 5 => self.read_some().await,
            6 | 7 => self.change().await,
            8 => self.open().await,
            9 | 10 => self.bring().await,
            11 | 12 => self.undo().await,
            13 => self.erase_one().await,
            14 | 15 => self.write_case().await,
            16 => self.undo_in_case().await,
            17 => self.change_group().await,
            18 => self.change_rights().await,
            _ if self.chance.once_in(3) => self.desk.reopen().await,
            _ => self.crash().await,
        }
    }
}

const fn by(account: &AccountId) -> By<'_> {
    By { account, at: NOW }
}

/// The seed of the story: another one each time, unless `WARDLINE_TEST_SEED` says which.
fn seed() -> u64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "a story that failed is told again"
    )]
    let said = std::env::var("WARDLINE_TEST_SEED");
    said.map_or_else(|_| rng().next_u64(), |seed| seed.parse().unwrap())
}

#[test]
fn whatever_is_done_in_whatever_order_the_desk_is_as_it_should_be() {
    let seed = seed();
    // shown where the test fails
    println!("to tell this story again: WARDLINE_TEST_SEED={seed}");
    on_each(async |desk| {
        let mut story = Story::begin(desk, seed).await;
        for number in 0..DEEDS {
            story.deed().await;
            if number % 20 == 19 {
                story.check().await;
            }
        }
        story.desk.reopen().await;
        story.check().await;
        story.is_whole().await;
    });
}
