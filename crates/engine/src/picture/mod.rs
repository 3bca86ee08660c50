//! Across reports: who copies whom, who said it first, what is claimed and where it conflicts.

pub mod copies;
mod types;

pub use types::{
    Amount, Claim, ClaimEvidence, Conflict, Derivation, DerivationEvidence, Incident, Origin,
    Picture, Slot, SlotValue, Slots,
};
