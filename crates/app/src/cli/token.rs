//! `wardline token`: lets programs in.

use std::io::{self, Write};

use super::End;
use super::args;
use crate::act::rng;
use crate::clock::Clock;
use crate::config::{Settings, explain};

pub(super) fn add(low: args::TokenAdd) -> End {
    super::on_desk(|| async move {
        let clock = Clock::Real;
        let settings = Settings::of(low.desk.flags())?;
        let store = settings.open(&clock).await?;
        let now = clock.now();
        let new = store::NewToken {
            name: &low.name,
            scopes: &low.scope,
            expires: now + i64::from(low.days) * model::DAY,
        };
        let token = store::add_token(&store, &new, now, &mut rng()).await;
        let token = token.map_err(|error| explain(&settings.data, &error))?;
        // nobody may be reading it
        let _ = writeln!(io::stdout(), "{}", token.reveal());
        store.close().await;
        Ok(End::Whole)
    })
}
