//! Reports are erased by whoever may, with all that was drawn from them, and not while a case rests on them.

use model::case::state::State;
use model::{ActKind, Channel, Erasure, ReportId, Role, TipId};
use store::{
    By, CaseChanged, Conversation, Erased, Incoming, Said, Step, Store, acts_on, by_id,
    change_case, conversation, erasable, erase, open_case, parts, receive, reply,
};

use crate::keep::{backup, restore};
use crate::people::somebody;
use crate::purge::is_whole;
use crate::support::{Desk, NOW, bytes, on_each, read_all, report, rng, sealed};

async fn place_of(store: &Store, id: &ReportId) -> u64 {
    let mut read = store.read().await.unwrap();
    let found = by_id(&mut read, store.keys(), id).await.unwrap();
    found.unwrap().place
}

async fn talk(store: &Store, tip: &TipId) -> Conversation {
    let mut read = store.read().await.unwrap();
    let found = conversation(&mut read, store.keys(), tip).await.unwrap();
    found.unwrap()
}

fn answers(talk: &Conversation) -> usize {
    let said = talk.said.iter();
    said.filter(|one| matches!(one, Said::Reply { .. })).count()
}

/// Two reports of one conversation with an answer between them.
async fn two_parts(store: &Store, tip: TipId) -> [ReportId; 2] {
    let mut ids = Vec::new();
    for text in ["they wait outside", "since noon"] {
        let new = Incoming {
            tip: Some(tip),
            channel: Channel::Tip,
            ..report(text)
        };
        ids.push(new.id);
        let sealed = new.seal(store.keys(), NOW, &mut rng()).unwrap();
        receive(store, &[sealed]).await.unwrap();
        let text = "medlar street?";
        assert!(reply(store, &tip, text, NOW, &mut rng()).await.unwrap());
    }
    ids.try_into().unwrap()
}

#[test]
fn a_conversation_ends_with_the_last_report_of_it() {
    on_each(async |desk| {
        let store = &desk.store;
        let eva = somebody(store, "eva", &[Role::Privacy]).await;
        let by = By {
            account: &eva,
            at: NOW,
        };
        let tip = TipId::random(bytes());
        let ids = two_parts(store, tip).await;
        read_all(store, "{}").await;
        let (data, _) = backup(&desk, NOW).await;
        let mut left = Vec::new();
        for id in &ids {
            let place = place_of(store, id).await;
            let mut read = store.read().await.unwrap();
            let about = erasable(&mut read, place).await.unwrap().unwrap();
            drop(read);
            left.push((about.others, about.replies));
            let erased = erase(store, by, id, Erasure::Order, &mut rng()).await;
            assert_eq!(erased.unwrap(), Erased::Done);
            let now = talk(store, &tip).await;
            left.push((u64::from(now.is_over), answers(&now) as u64));
        }
        assert_eq!(left, [(1, 2), (0, 2), (0, 2), (1, 0)]);
        let late = reply(store, &tip, "anybody?", NOW, &mut rng()).await;
        assert!(!late.unwrap(), "there is nobody to answer");
        let told = parts(&mut store.read().await.unwrap(), &tip).await.unwrap();
        assert!(told.is_over && told.replies == 0 && told.reports.len() == 2);
        is_whole(store).await;

        // neither reports nor answers come back from a backup of before
        let (_, keys) = backup(&desk, NOW + 1).await;
        let (back, _) = restore(&desk, "back.db", &data, &keys).await.unwrap();
        let now = talk(&back, &tip).await;
        assert!(now.is_over && answers(&now) == 0);
        is_whole(&back).await;
        back.close().await;
    });
}

async fn set(store: &Store, by: By<'_>, state: State) {
    let decide = |_: &store::Case| Ok::<_, ()>(vec![Step::Case(state, "{}".into())]);
    let changed = change_case(store, by, 1, Some("why"), decide, &mut rng()).await;
    assert!(matches!(changed, Ok(CaseChanged::Yes(_))));
}

async fn held_and_gone(desk: &Desk) {
    let store = &desk.store;
    let eva = somebody(store, "eva", &[Role::Privacy]).await;
    let by = By {
        account: &eva,
        at: NOW,
    };
    let received = receive(store, &[sealed(store, "quince", None)]).await;
    let (id, place) = {
        let one = received.unwrap()[0];
        (one.id, one.place)
    };
    read_all(store, "{}").await;
    let opened = open_case(store, by, Some(place), "{}", &mut rng()).await;
    assert_eq!(opened.unwrap(), 1);
    for state in [State::UnderReview, State::Open] {
        set(store, by, state).await;
        let erased = erase(store, by, &id, Erasure::Mistake, &mut rng()).await;
        assert_eq!(erased.unwrap(), Erased::Held);
        let mut read = store.read().await.unwrap();
        let found = by_id(&mut read, store.keys(), &id).await.unwrap();
        assert_eq!(found.unwrap().body.unwrap().text, "quince");
    }
    set(store, by, State::Closed).await;
    let mut read = store.read().await.unwrap();
    let about = erasable(&mut read, place).await.unwrap().unwrap();
    assert_eq!((about.open, about.closed), (vec![], vec![1]));
    drop(read);
    let erased = erase(store, by, &id, Erasure::Mistake, &mut rng()).await;
    assert_eq!(erased.unwrap(), Erased::Done);
    let mut read = store.read().await.unwrap();
    assert!(erasable(&mut read, place).await.unwrap().is_none());
    let acts = acts_on(&mut read, store.keys(), place).await.unwrap();
    let last = acts.last().unwrap();
    assert_eq!((last.kind, last.account), (ActKind::ErasedMistake, eva));
    drop(read);
    is_whole(store).await;
}

#[test]
fn while_a_case_is_open_its_reports_stay() {
    on_each(async |desk| held_and_gone(&desk).await);
}
