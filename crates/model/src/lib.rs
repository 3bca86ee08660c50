//! The words of the desk: what a text shows, how sure we are, who may see it; and the rules of cases. Pure; no I/O.

pub mod call;
pub mod case;
mod channel;
mod decision;
mod grade;
mod id;
mod level;
mod marking;
mod notice;
mod role;
mod words;

pub use channel::{Channel, Scope};
pub use decision::{ActKind, Disposition, Erasure};
pub use grade::{Confidence, Credibility, Likelihood, Reliability};
pub use id::{
    AccountId, CallId, CaseId, DAY, FileId, Micros, NotAnId, ReplyId, ReportId, TipId, TokenId,
    day_of, quarter_after, quarter_of,
};
pub use level::{Clocks, Level, NEVER, Within};
pub use marking::Tlp;
pub use notice::Notice;
pub use role::{Right, Role};
pub use words::{Behaviour, ExposureKind, Kind, Stance};
