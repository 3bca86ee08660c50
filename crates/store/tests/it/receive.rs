//! Reports come in, are read, are answered.

use model::{Channel, DAY, FileId, Scope, TipId};
use store::{
    Attachment, Incoming, Linking, NewToken, Said, StoreError, add_token, by_id, conversation,
    count, find_token, parts, receive, reply, unread,
};

use crate::support::{NOW, bytes, on_each, read_all, report, rng, sealed};

#[test]
fn a_report_is_there_once() {
    on_each(async |mut desk| {
        let store = &desk.store;
        let batch = vec![
            sealed(store, "first", Some(b"a")),
            sealed(store, "second", Some(b"b")),
            sealed(store, "first", Some(b"a")),
        ];
        let received = receive(store, &batch).await.unwrap();
        assert_eq!(
            received.iter().map(|one| one.is_new).collect::<Vec<_>>(),
            [true, true, false]
        );
        assert_eq!(
            (received[0].id, received[0].place),
            (received[2].id, received[2].place)
        );
        let again = receive(store, &[sealed(store, "first", Some(b"a"))])
            .await
            .unwrap();
        assert_eq!((again[0].id, again[0].is_new), (received[0].id, false));
        assert!(again[0].is_same && received[2].is_same);
        let other = receive(store, &[sealed(store, "other", Some(b"a"))])
            .await
            .unwrap();
        assert_eq!((other[0].id, other[0].is_new), (received[0].id, false));
        assert!(!other[0].is_same);

        desk.reopen().await;
        let mut read = desk.store.read().await.unwrap();
        let counts = count(&mut read).await.unwrap();
        assert_eq!((counts.reports, counts.waiting), (2, 2));
        let opened = by_id(&mut read, desk.store.keys(), &received[1].id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(opened.body.unwrap().text, "second");
        assert_eq!(opened.place, received[1].place);
        assert!(
            by_id(&mut read, desk.store.keys(), &report("").id)
                .await
                .unwrap()
                .is_none()
        );
    });
}

#[test]
fn what_waits_is_read_once() {
    on_each(async |desk| {
        let store = &desk.store;
        receive(
            store,
            &[sealed(store, "one", None), sealed(store, "two", None)],
        )
        .await
        .unwrap();
        let waiting = unread(&mut store.read().await.unwrap(), 0, 10)
            .await
            .unwrap();
        let waiting: Vec<_> = waiting
            .iter()
            .map(|one| one.open(store.keys()).unwrap())
            .collect();
        assert_eq!(
            waiting
                .iter()
                .map(|one| one.body.text.as_str())
                .collect::<Vec<_>>(),
            ["one", "two"]
        );
        let later = unread(&mut store.read().await.unwrap(), waiting[1].place, 10)
            .await
            .unwrap();
        assert_eq!(later.len(), 1);
        read_all(store, "first").await;
        let mut linking = Linking::begin(store).await.unwrap();
        let places = [waiting[0].place, waiting[1].place];
        assert!(linking.waiting(&places).await.unwrap().is_empty());
        drop(linking);
        let mut read = store.read().await.unwrap();
        let counts = count(&mut read).await.unwrap();
        assert_eq!((counts.reports, counts.waiting, counts.faults), (2, 0, 0));
        let opened = by_id(&mut read, store.keys(), &waiting[0].id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(opened.reading.unwrap().as_bytes(), b"first");
    });
}

#[test]
fn a_conversation_in_its_order() {
    on_each(async |desk| {
        let store = &desk.store;
        let tip = TipId::random(bytes());
        assert!(
            !reply(store, &tip, "nobody there", NOW, &mut rng())
                .await
                .unwrap()
        );
        let said = |text: &str| {
            Incoming {
                tip: Some(tip),
                channel: Channel::Tip,
                ..report(text)
            }
            .seal(store.keys(), NOW, &mut rng())
            .unwrap()
        };
        receive(store, &[said("they wait outside")]).await.unwrap();
        assert!(
            reply(store, &tip, "¿Desde cuándo?", NOW + DAY, &mut rng())
                .await
                .unwrap()
        );
        receive(store, &[said("since noon")]).await.unwrap();
        let conversation = conversation(&mut store.read().await.unwrap(), store.keys(), &tip)
            .await
            .unwrap()
            .unwrap();
        let texts: Vec<String> = conversation
            .said
            .into_iter()
            .map(|said| match said {
                Said::Report(report) => report.body.unwrap().text,
                Said::Reply { text, .. } => format!("> {text}"),
            })
            .collect();
        assert_eq!(
            texts,
            ["they wait outside", "> ¿Desde cuándo?", "since noon"]
        );
        let parts = parts(&mut store.read().await.unwrap(), &tip).await.unwrap();
        let places: Vec<u64> = parts.reports.iter().map(|(_, place)| *place).collect();
        assert_eq!((places, parts.replies), (vec![1, 3], 1));
    });
}

#[test]
fn files_come_back_as_they_were() {
    on_each(async |desk| {
        let store = &desk.store;
        let mut new = report("with a picture");
        let place = Incoming::place(&new.id);
        let content: Vec<u8> = (0..200_000u32)
            .map(|n| n.wrapping_mul(2_654_435_761) as u8)
            .collect();
        let mut writer = store
            .blobs()
            .create(FileId::random(bytes()), &new.key, &place, &mut rng())
            .await
            .unwrap();
        for piece in content.chunks(10_007) {
            writer.write(piece).await.unwrap();
        }
        let blob = writer.finish().await.unwrap();
        assert_eq!(blob.length, 200_000);
        let about = Attachment {
            name: "../../etc/x.jpg".into(),
            kind: "image/jpeg".into(),
            sha256: "ab".into(),
        };
        new.files.push((blob, about.clone()));
        let (id, key) = (new.id, new.key.clone());
        receive(store, &[new.seal(store.keys(), NOW, &mut rng()).unwrap()])
            .await
            .unwrap();
        let opened = by_id(&mut store.read().await.unwrap(), store.keys(), &id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(opened.files, [(blob.id, about, 200_000)]);
        let read = async |most| {
            let place = Incoming::place(&id);
            let reader = store.blobs().reader(blob.id, &key, &place).await;
            reader.unwrap().whole(most).await
        };
        assert_eq!(read(200_000).await.unwrap(), content);
        // piece by piece, and never as if it were whole where it is not
        let place = Incoming::place(&id);
        let path = desk.folder().join("blobs").join(&blob.id.to_string()[..2]);
        let path = path.join(blob.id.to_string());
        let sealed = std::fs::read(&path).unwrap();
        std::fs::write(&path, &sealed[..150_000]).unwrap();
        let mut reader = store.blobs().reader(blob.id, &key, &place).await.unwrap();
        let (mut pieces, mut opened) = (0, 0);
        let end = loop {
            match reader.next().await {
                Ok(Some(piece)) => (pieces, opened) = (pieces + 1, opened + piece.len()),
                end => break end,
            }
        };
        assert!(pieces > 1 && opened < 150_000);
        assert!(matches!(end, Err(StoreError::Sealed { .. })));
        std::fs::write(&path, &sealed).unwrap();
        assert!(matches!(read(100_000).await, Err(StoreError::Files(_))));

        let broken = store
            .blobs()
            .create(
                FileId::random(bytes()),
                &key,
                &Incoming::place(&id),
                &mut rng(),
            )
            .await
            .unwrap();
        drop(broken);
        let files = std::fs::read_dir(desk.folder().join("blobs"))
            .unwrap()
            .flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
        assert_eq!(files.count(), 1, "what was broken off leaves nothing");
    });
}

#[test]
fn tokens_end() {
    on_each(async |desk| {
        let store = &desk.store;
        let new = NewToken {
            name: "gateway",
            scopes: &[Scope::Receive, Scope::Read],
            expires: NOW + DAY,
        };
        let token = add_token(store, &new, NOW, &mut rng()).await.unwrap();
        let mut read = store.read().await.unwrap();
        let access = find_token(&mut read, store.keys(), &token, NOW)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(access.scopes, [Scope::Receive, Scope::Read]);
        assert_eq!(
            find_token(&mut read, store.keys(), &token, NOW + DAY)
                .await
                .unwrap(),
            None
        );
        let other = seal::Token::new(&mut rng());
        assert_eq!(
            find_token(&mut read, store.keys(), &other, NOW)
                .await
                .unwrap(),
            None
        );
    });
}
