//! What is done to protect somebody (5.3 of the checklist): the catalogue, and the life of a measure.

use super::{found, is_said, listed};
use crate::words::vocabulary;
use crate::{AccountId, DAY, Micros};

vocabulary! {
    /// What kind of measure it is.
    Group {
        /// Telling those who must know.
        Notify = "notify",
        /// People who are there, and ways that vary.
        Presence = "presence",
        /// The home.
        Residence = "residence",
        /// False emergency calls.
        Swatting = "swatting",
        /// Personal data that was published.
        Doxxing = "doxxing",
        /// Accounts, numbers and registers.
        Accounts = "accounts",
        /// Harassment on the network.
        Online = "online",
        /// Police, courts and help for victims.
        Legal = "legal",
    }
}

macro_rules! catalogue {
    ($($group:ident { $($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)? })+) => {
        vocabulary! {
            /// A measure of the catalogue.
            Measure { $($($(#[$doc])* $name = $text),+),+ }
        }

        impl Measure {
            /// What kind of measure it is.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $($(Measure::$name)|+ => Group::$group),+ }
            }
        }
    };
}

catalogue! {
    Notify {
        /// The protected person is told.
        NotifyPerson = "notify-person",
        /// Their family is told.
        NotifyFamily = "notify-family",
        /// Their employer is told.
        NotifyEmployer = "notify-employer",
        /// The local police are told.
        NotifyPolice = "notify-police",
        /// Somebody explains the threat, and what to do.
        Briefing = "briefing",
    }
    Presence {
        /// Guards or an escort.
        Detail = "detail",
        /// An event or a place is covered.
        VenueCover = "venue-cover",
        /// Who comes into a court or polling place is screened.
        Screening = "screening",
        /// Other ways at other times.
        RouteVariation = "route-variation",
        /// Away for some days; then it is judged anew.
        LeaveForNow = "leave-for-now",
        /// Another home for a while.
        RelocationTemporary = "relocation-temporary",
        /// Another home.
        RelocationPermanent = "relocation-permanent",
    }
    Residence {
        /// Somebody looks at the home as an intruder would.
        Survey = "survey",
        /// An alarm.
        Alarm = "alarm",
        /// Cameras.
        Cameras = "cameras",
        /// Locks.
        Locks = "locks",
        /// Lights.
        Lighting = "lighting",
        /// Letters and parcels are taken in with care.
        MailHandling = "mail-handling",
        /// A room that holds until help comes.
        SafeRoom = "safe-room",
        /// Somebody looks after the home.
        HomeCheck = "home-check",
    }
    Swatting {
        /// The dispatch centre has names and addresses, and whom to call.
        DispatchLiaison = "dispatch-liaison",
        /// The address bears a flag at the dispatch centre, until a day.
        PremiseFlag = "premise-flag",
        /// A number at which somebody is reached before officers are sent.
        CallBack = "call-back",
        /// A centre that joins such calls across the country knows.
        CommandCenter = "command-center",
        /// The household has practised what to do.
        HouseholdDrill = "household-drill",
    }
    Doxxing {
        /// What was published is kept as evidence, before anything else.
        Capture = "capture",
        /// The platform is asked to remove it.
        PlatformReport = "platform-report",
        /// Brokers of data are asked to leave somebody out.
        BrokerOptOut = "broker-opt-out",
        /// Search engines are asked to leave it out.
        SearchRemoval = "search-removal",
        /// It is taken off the organisation's own pages.
        OwnSite = "own-site",
        /// School and employer know that it is out.
        SchoolNotice = "school-notice",
    }
    Accounts {
        /// A keeper of passwords.
        PasswordManager = "password-manager",
        /// Passkeys.
        Passkeys = "passkeys",
        /// A code without which a number is not moved.
        PortOutPin = "port-out-pin",
        /// Another number.
        NumberChange = "number-change",
        /// A word that the bank asks for.
        BankWord = "bank-word",
        /// No credit without a call.
        CreditFreeze = "credit-freeze",
        /// The register of vehicles keeps an address to itself.
        VehicleRegister = "vehicle-register",
        /// The programme that gives an address in place of the home.
        AddressProgramme = "address-programme",
    }
    Online {
        /// Somebody else reads what is written to them.
        Delegation = "delegation",
        /// Looked at again on the days on which such waves turn.
        FollowUp = "follow-up",
    }
    Legal {
        /// Reported to the police.
        PoliceReport = "police-report",
        /// A court forbids somebody to come near.
        ProtectiveOrder = "protective-order",
        /// Somebody is told not to enter.
        NoTrespass = "no-trespass",
        /// A platform is asked to keep what it has.
        Preservation = "preservation",
        /// Help for victims.
        VictimServices = "victim-services",
    }
}

/// After how many days a wave of harassment is looked at again: it is mostly at its height for three to seven.
pub const FOLLOW_UP_DAYS: [i64; 5] = [1, 3, 7, 14, 30];

/// The times of [`FOLLOW_UP_DAYS`], from when it began.
#[must_use]
pub fn follow_ups(began: Micros) -> [Micros; 5] {
    FOLLOW_UP_DAYS.map(|days| began.saturating_add(days * DAY))
}

impl Measure {
    /// Whether it goes on until somebody ends it, so that a day is needed on which it is looked at again.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        matches!(
            self,
            Measure::Detail
                | Measure::RouteVariation
                | Measure::LeaveForNow
                | Measure::RelocationTemporary
                | Measure::HomeCheck
                | Measure::PremiseFlag
                | Measure::CreditFreeze
                | Measure::AddressProgramme
                | Measure::Delegation
                | Measure::ProtectiveOrder
        )
    }

    /// Whether the protected person is asked. To tell them, and to keep what was published before it is gone, waits for
    /// nobody.
    #[must_use]
    pub const fn asks_consent(self) -> bool {
        !matches!(self, Measure::NotifyPerson | Measure::Capture)
    }
}

vocabulary! {
    /// How far a measure is.
    Status {
        /// Somebody thinks of it.
        Proposed = "proposed",
        /// It will be done, by somebody, by a day.
        Agreed = "agreed",
        /// It is being done.
        UnderWay = "under-way",
        /// It was done.
        Done = "done",
        /// It is not done, or no longer.
        Dropped = "dropped",
    }
}

impl Status {
    /// What may come next.
    #[must_use]
    pub const fn next(self) -> &'static [Status] {
        match self {
            Status::Proposed => &[Status::Agreed, Status::Dropped],
            Status::Agreed => &[Status::UnderWay, Status::Done, Status::Dropped],
            Status::UnderWay => &[Status::Done, Status::Dropped],
            Status::Done => &[Status::UnderWay],
            Status::Dropped => &[Status::Proposed],
        }
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Status::Done | Status::Dropped)
    }
}

vocabulary! {
    /// What the protected person says to a measure.
    Consent {
        /// Nobody has asked.
        NotAsked = "not-asked",
        /// They have been asked.
        Asked = "asked",
        /// They agree.
        Given = "given",
        /// They do not.
        Refused = "refused",
        /// It is done without asking, for a reason.
        NotNeeded = "not-needed",
    }
}

/// A measure of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Which.
    pub measure: Measure,
    /// How far it is.
    pub status: Status,
    /// Who sees to it.
    pub owner: Option<AccountId>,
    /// By when.
    pub due: Option<Micros>,
    /// What the protected person says.
    pub consent: Consent,
    /// Why nobody asks them.
    pub consent_reason: String,
    /// When it is looked at again.
    pub review: Option<Micros>,
}

vocabulary! {
    /// What stands against a step of a measure.
    Gap {
        /// This does not follow on that.
        Order = "order",
        /// Nobody sees to it.
        Owner = "owner",
        /// No day by which.
        Due = "due",
        /// The protected person has not agreed.
        Consent = "consent",
        /// They refused.
        Refused = "refused",
        /// Nobody said why they are not asked.
        ConsentReason = "consent-reason",
        /// It goes on, and no day is set on which it is looked at again.
        Review = "review",
        /// Nobody said why it is dropped, or taken up again.
        Reason = "reason",
    }
}

/// What stands against a step. Nothing does, if it is empty.
///
/// To drop a measure, and to take up again what was done or dropped, needs a reason, beside what [`lacking`] tells.
#[must_use]
pub fn gaps(planned: &Planned, to: Status, reason: &str) -> Vec<Gap> {
    let needs_reason = to == Status::Dropped || planned.status.is_over();
    let mut gaps = lacking(planned, to);
    gaps.extend(found([
        (!planned.status.next().contains(&to), Gap::Order),
        (needs_reason && !is_said(reason), Gap::Reason),
    ]));
    listed(gaps)
}

/// What a measure lacks to be so far: what is agreed, under way or done has an owner, a day and consent; what was refused
/// is not done; and what goes on has a day on which it is looked at again.
#[must_use]
pub fn lacking(planned: &Planned, status: Status) -> Vec<Gap> {
    let acts = matches!(status, Status::Agreed | Status::UnderWay | Status::Done);
    let asks = acts && planned.measure.asks_consent();
    let is_open = matches!(planned.consent, Consent::NotAsked | Consent::Asked);
    let is_mute = planned.consent == Consent::NotNeeded && !is_said(&planned.consent_reason);
    found([
        (acts && planned.owner.is_none(), Gap::Owner),
        (acts && planned.due.is_none(), Gap::Due),
        (asks && is_open, Gap::Consent),
        (asks && planned.consent == Consent::Refused, Gap::Refused),
        (asks && is_mute, Gap::ConsentReason),
        (
            acts && planned.measure.goes_on() && planned.review.is_none(),
            Gap::Review,
        ),
    ])
}

/// What waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Nothing.
    Nothing,
    /// The protected person refused after it was agreed: it is dropped.
    Refused,
    /// It should have been done.
    Late,
    /// It should be looked at again.
    Review,
}

/// What waits at a time. What was done is looked at again too, if it goes on.
#[must_use]
pub fn waits(planned: &Planned, now: Micros) -> Waits {
    let passed = |at: Option<Micros>| at.is_some_and(|at| at < now);
    let acts = matches!(planned.status, Status::Agreed | Status::UnderWay);
    if acts && planned.measure.asks_consent() && planned.consent == Consent::Refused {
        Waits::Refused
    } else if !planned.status.is_over() && passed(planned.due) {
        Waits::Late
    } else if planned.status != Status::Dropped && passed(planned.review) {
        Waits::Review
    } else {
        Waits::Nothing
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::somebody;
    use super::*;

    fn bare(measure: Measure, status: Status) -> Planned {
        Planned {
            measure,
            status,
            owner: None,
            due: None,
            consent: Consent::NotAsked,
            consent_reason: String::new(),
            review: None,
        }
    }

    fn ready(measure: Measure, status: Status) -> Planned {
        Planned {
            owner: Some(somebody(1)),
            due: Some(10),
            consent: Consent::Given,
            review: Some(20),
            ..bare(measure, status)
        }
    }

    #[test]
    fn every_group_has_measures_that_lie_together() {
        let mut groups: Vec<Group> = Measure::ALL.iter().map(|m| m.group()).collect();
        groups.dedup();
        assert_eq!(groups, Group::ALL);
    }

    #[test]
    fn to_be_agreed_it_needs_somebody_a_day_and_consent() {
        let flag = bare(Measure::PremiseFlag, Status::Proposed);
        assert_eq!(
            gaps(&flag, Status::Agreed, ""),
            [Gap::Owner, Gap::Due, Gap::Consent, Gap::Review]
        );
        let flag = ready(Measure::PremiseFlag, Status::Proposed);
        assert_eq!(gaps(&flag, Status::Agreed, ""), []);
    }

    #[test]
    fn what_was_refused_is_only_dropped() {
        let alarm = Planned {
            consent: Consent::Refused,
            ..ready(Measure::Alarm, Status::Agreed)
        };
        assert_eq!(gaps(&alarm, Status::UnderWay, ""), [Gap::Refused]);
        assert_eq!(gaps(&alarm, Status::Dropped, "she wants none"), []);
    }

    #[test]
    fn without_asking_there_is_a_reason() {
        let police = Planned {
            consent: Consent::NotNeeded,
            ..ready(Measure::NotifyPolice, Status::Agreed)
        };
        assert_eq!(gaps(&police, Status::Done, ""), [Gap::ConsentReason]);
        let person = Planned {
            consent: Consent::NotAsked,
            ..ready(Measure::NotifyPerson, Status::Agreed)
        };
        assert_eq!(gaps(&person, Status::Done, ""), []);
    }

    #[test]
    fn what_is_late_is_told_before_what_is_to_be_looked_at() {
        let detail = ready(Measure::Detail, Status::UnderWay);
        assert_eq!(waits(&detail, 10), Waits::Nothing);
        assert_eq!(waits(&detail, 25), Waits::Late);
        let refused = Planned {
            consent: Consent::Refused,
            ..detail
        };
        assert_eq!(waits(&refused, 25), Waits::Refused);
        let done = ready(Measure::Detail, Status::Done);
        assert_eq!(waits(&done, 25), Waits::Review);
        let dropped = ready(Measure::Detail, Status::Dropped);
        assert_eq!(waits(&dropped, 25), Waits::Nothing);
    }

    #[test]
    fn waves_are_looked_at_on_five_days() {
        assert_eq!(follow_ups(0)[4], 30 * DAY);
    }

    proptest! {
        /// Nothing is done to somebody who was not asked or said no, without a reason, on whatever way it came there.
        #[test]
        fn nothing_is_done_against_somebody(
            measure in prop::sample::select(Measure::ALL), consent in prop::sample::select(Consent::ALL),
            way in prop::collection::vec(prop::sample::select(Status::ALL), 1..12), why in "[ .]|a",
        ) {
            let mut planned = Planned { consent, consent_reason: why.clone(), ..ready(measure, Status::Proposed) };
            for to in way {
                if gaps(&planned, to, &why).is_empty() {
                    planned.status = to;
                }
            }
            let may = !measure.asks_consent() || consent == Consent::Given || (consent == Consent::NotNeeded && is_said(&why));
            let is_done = matches!(planned.status, Status::Agreed | Status::UnderWay | Status::Done);
            prop_assert!(may || !is_done);
        }
    }
}
