//! Groups: made by who keeps accounts, let into cases by who leads them, and left at once.

use model::Role;

use crate::case::{NOTE, in_form, opened, send};
use crate::people::Person;
use crate::support::on_each;

#[test]
fn who_leaves_a_group_sees_its_cases_no_more() {
    on_each(async |mut desk| {
        let root = Person::signed_in(&desk, "root", &[Role::Admin]).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let ida = Person::signed_in(&desk, "ida", &[Role::Intake]).await;
        let rui = Person::signed_in(&desk, "rui", &[Role::Reader]).await;
        let id = ida.id.unwrap().to_string();
        let case = opened(&desk, &ana).await;

        let bare = root.send("/groups", &[("name", " ")]).await;
        assert_eq!(bare.answer.status, 422);
        let made = root.send("/groups", &[("name", "Judges' watch")]).await;
        assert_eq!(made.leads_to(), "/groups");
        let again = root.send("/groups", &[("name", "judges' WATCH")]).await;
        assert!(again.text.contains("has this name already"));
        // two at once: the second is told
        let seen = in_form(&root.see("/groups").await, "/groups/1", "acted");
        let change = async |go, who: &str, acted: &str| {
            let fields = [("go", go), ("account", who), ("acted", acted)];
            root.send("/groups/1", &fields).await
        };
        assert_eq!(change("in", &id, &seen).await.leads_to(), "/groups");
        let reader = rui.id.unwrap().to_string();
        let stale = change("in", &reader, &seen).await;
        assert_eq!(stale.answer.status, 409);
        assert!(stale.text.contains("changed this group meanwhile"));
        let acted = async || in_form(&root.see("/groups").await, "/groups/1", "acted");
        change("in", &reader, &acted().await).await.leads_to();
        let nobody = "00000000-0000-4000-8000-000000000000";
        let missing = change("in", nobody, &acted().await).await;
        assert_eq!(missing.answer.status, 404);

        // who keeps accounts sees nothing of the case, and lets no group into it
        let members = format!("{case}/members");
        let group_in = [("group", "1"), ("go", "in")];
        for person in [&root, &ida] {
            let refused = send(person, members.clone(), &group_in).await;
            assert_eq!(refused.answer.status, 403);
        }
        assert_eq!(ida.open(&case).await.answer.status, 404);
        let gone = send(&ana, members.clone(), &[("group", "9"), ("go", "in")]).await;
        assert_eq!(gone.answer.status, 404);
        send(&ana, members.clone(), &group_in).await.leads_to();
        let twice = send(&ana, members.clone(), &group_in).await;
        assert_eq!(twice.answer.status, 409);
        let page = ana.see(&case).await;
        assert!(page.contains("Group 1: <strong dir=\"auto\">Judges&#39; watch</strong>"));
        assert!(page.contains("let Group 1 into the case"));
        // as somebody in it she sees the case, writes, and may have tasks
        send(&ida, format!("{case}/notes"), &[("text", NOTE)])
            .await
            .leads_to();
        let task = [("text", "call her"), ("owner", &id)];
        send(&ida, format!("{case}/tasks"), &task).await.leads_to();
        assert!(ida.see("/cases").await.contains("Marsh"));
        assert_eq!(
            rui.open(&case).await.answer.status,
            403,
            "her role opens nothing"
        );

        // out of the group is out of the case
        change("out", &id, &acted().await).await.leads_to();
        assert_eq!(ida.open(&case).await.answer.status, 404);
        let note = send(&ida, format!("{case}/notes"), &[("text", NOTE)]).await;
        assert_eq!(note.answer.status, 404);
        assert!(!ida.see("/cases").await.contains("Marsh"));
        change("in", &id, &acted().await).await.leads_to();
        ida.see(&case).await;
        // and so is who is in a group that is let out; undone, they are in again
        send(&ana, members.clone(), &[("group", "1"), ("go", "out")])
            .await
            .leads_to();
        assert_eq!(ida.open(&case).await.answer.status, 404);
        let place = in_form(&ana.see(&case).await, &format!("{case}/undo"), "place");
        send(&ana, format!("{case}/undo"), &[("place", &place)])
            .await
            .leads_to();
        ida.see(&case).await;
        // nobody but a group stays in no case
        let own = ana.id.unwrap().to_string();
        let last = send(&ana, members, &[("account", &own), ("go", "out")]).await;
        assert_eq!(last.answer.status, 422);

        // what is empty can go, with its name; what is not stays
        let used = change("end", "", &acted().await).await;
        assert_eq!(used.answer.status, 409);
        assert!(used.text.contains("This group is not empty"));
        root.send("/groups", &[("name", "Night round")]).await;
        let page = root.see("/groups").await;
        let seen = in_form(&page, "/groups/2", "acted");
        let end = [("go", "end"), ("acted", seen.as_str())];
        let gone = root.send("/groups/2", &end).await;
        assert_eq!(gone.leads_to(), "/groups");
        assert!(!root.see("/groups").await.contains("Night round"));
        let again = root.send("/groups/2", &end).await;
        assert_eq!(again.answer.status, 404);

        let eva = Person::signed_in(&desk, "eva", &[Role::Privacy]).await;
        let journal = eva.see("/journal").await;
        for line in [
            "<td>root</td><td>made a group<br>Group 1</td>",
            "<td>root</td><td>let somebody into a group<br>Group 1: ida</td>",
            "<td>root</td><td>let somebody out of a group<br>Group 1: ida</td>",
            "<td>root</td><td>deleted a group<br>Group 2</td>",
            "<td>ana</td><td>changed which groups are let into the case<br>Case 1</td>",
        ] {
            assert!(journal.contains(line), "{line}");
        }
        assert!(!journal.contains("watch"));
        desk.stop().await;
    });
}
