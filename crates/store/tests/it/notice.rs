//! What happened with somebody's account, and who is told of it.

use model::{AccountId, DAY, Micros, Notice, Role};
use seal::{RecoveryCode, Token};
use store::{
    By, Calling, Proof, Store, Try, begin_session, has_news, invite, notices, refused_session,
    see_notices, set_address, to_be_told,
};

use crate::people::somebody;
use crate::support::{NOW, on_each, rng};

const HOUR: Micros = DAY / 24;

async fn told(store: &Store, id: &AccountId, now: Micros) -> Vec<Notice> {
    let mut read = store.read().await.unwrap();
    let all = notices(&mut read, id, now, 99).await.unwrap();
    all.into_iter().map(|one| one.what).collect()
}

async fn waiting(store: &Store, now: Micros) -> Vec<AccountId> {
    to_be_told(&mut store.read().await.unwrap(), now)
        .await
        .unwrap()
}

#[test]
fn what_is_out_of_the_ordinary_is_told_once() {
    on_each(async |desk| {
        let store = &desk.store;
        let (ana, eva) = (
            somebody(store, "ana", &[Role::Intake]).await,
            somebody(store, "eva", &[Role::Intake]).await,
        );
        assert_eq!(told(store, &ana, NOW).await, [Notice::Factors]);
        let (own, other) = (Token::new(&mut rng()), Token::new(&mut rng()));
        let mut step = 7;
        let mut signed_in = async |id: &AccountId, browser: &Token, at: Micros| {
            step += 1;
            let proof = Proof::Step(step);
            let begun = begin_session(store, id, proof, Some(browser), at, &mut rng()).await;
            assert!(begun.unwrap().is_some());
        };
        signed_in(&ana, &own, NOW + 1).await;
        signed_in(&ana, &own, NOW + 2).await;
        let both = [Notice::Browser, Notice::Factors];
        assert_eq!(told(store, &ana, NOW + 9).await, both);
        // what is known of one is not of another
        signed_in(&eva, &own, NOW + 3).await;
        assert_eq!(told(store, &eva, NOW + 9).await, both);

        let failed = async |browser, is_half_right, is_slowed, at: Micros| {
            let tried = Try {
                browser,
                is_half_right,
                is_slowed,
                is_copied: false,
            };
            refused_session(store, &ana, tried, at, &mut rng())
                .await
                .unwrap();
            told(store, &ana, at).await
        };
        let quiet = failed(Some(&own), true, false, NOW + 10).await;
        assert_eq!(quiet.len(), 2, "an error in typing, where she always is");
        for browser in [Some(&other), None, None] {
            let told = failed(browser, true, false, NOW + 11).await;
            assert_eq!((told[0], told.len()), (Notice::Half, 3));
        }
        for after in [0, 5, HOUR - 1] {
            let told = failed(None, false, true, NOW + 12 + after).await;
            assert_eq!((told[0], told.len()), (Notice::Slowed, 4), "{after}");
        }
        assert_eq!(failed(None, false, true, NOW + 12 + HOUR).await.len(), 5);

        let code = RecoveryCode::parse("0123-4567-89AB-CDEF-GHJK-MNPQ").unwrap();
        let proof = Proof::Recovery(code.tag(&store.keys().index("recovery")));
        let at = NOW + 2 * HOUR;
        begin_session(store, &ana, proof, Some(&own), at, &mut rng())
            .await
            .unwrap();
        assert_eq!(told(store, &ana, at).await[0], Notice::Recovery);

        let mut read = store.read().await.unwrap();
        assert!(has_news(&mut read, &ana, at).await.unwrap());
        drop(read);
        see_notices(store, &ana, at).await.unwrap();
        let mut read = store.read().await.unwrap();
        assert!(!has_news(&mut read, &ana, at).await.unwrap());
        assert!(has_news(&mut read, &eva, at).await.unwrap());
        drop(read);
        assert_eq!(told(store, &ana, at + 91 * DAY).await, []);
        // the number of a browser stands nowhere
        let rows = store.as_sql().await.unwrap().to_lowercase();
        let plain = own.reveal().as_bytes();
        let hex: String = plain.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!rows.contains(&hex) && !rows.contains(&own.reveal().to_lowercase()));
    });
}

#[test]
fn few_browsers_are_known_and_none_for_ever() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Intake]).await;
        let browsers: Vec<Token> = (0..32).map(|_| Token::new(&mut rng())).collect();
        let mut step = 7;
        let mut is_new = async |browser: usize, at: Micros| {
            step += 1;
            let before = told(store, &ana, at).await.len();
            let (proof, browser) = (Proof::Step(step), Some(&browsers[browser]));
            begin_session(store, &ana, proof, browser, at, &mut rng())
                .await
                .unwrap()
                .unwrap();
            told(store, &ana, at).await.len() > before
        };
        for day in 0..31 {
            assert!(is_new(day, NOW + day as i64 * DAY).await);
        }
        assert!(!is_new(30, NOW + 31 * DAY).await);
        assert!(!is_new(1, NOW + 31 * DAY).await);
        assert!(is_new(0, NOW + 32 * DAY).await, "thirty others came after");
        assert!(is_new(1, NOW + 440 * DAY).await, "nobody used it");
    });
}

#[test]
fn one_mail_an_hour_tells_of_all_that_happened() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Intake]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        set_address(store, by, &ana, Some("ana@example.org"), &mut rng())
            .await
            .unwrap();
        assert_eq!(
            told(store, &ana, NOW).await.len(),
            2,
            "where mails go is one"
        );
        let tell = async |now: Micros| {
            let mut calling = Calling::begin(store).await.unwrap();
            let whom = to_be_told(calling.read(), now).await.unwrap();
            calling.told(&whom).await.unwrap();
            let call = |id: &AccountId| store::NewCall {
                kind: model::call::CallKind::Account,
                way: model::call::Way::Mail,
                account: Some(*id),
                level: None,
                report: None,
                clock: None,
                reports: 0,
                late: 0,
                is_of_tip: false,
            };
            let calls: Vec<_> = whom.iter().map(call).collect();
            calling.commit(&calls, &[], now, &mut rng()).await.unwrap();
            whom.len()
        };
        assert_eq!((tell(NOW).await, tell(NOW).await), (1, 0));
        let link = async |at| {
            invite(store, &ana, (at, at + DAY), &mut rng())
                .await
                .unwrap()
        };
        link(NOW + 60_000_000).await;
        assert_eq!(tell(NOW + HOUR - 1).await, 0);
        assert_eq!((tell(NOW + HOUR).await, tell(NOW + 3 * HOUR).await), (1, 0));
        // nobody is told of what is long over
        link(NOW + 4 * HOUR).await;
        assert_eq!(waiting(store, NOW + 4 * HOUR + DAY).await, []);
        assert_eq!(waiting(store, NOW + 4 * HOUR + DAY - 1).await, [ana]);
    });
}
