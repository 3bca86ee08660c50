//! Grades of sources and claims, and words of estimation. Two axes, judged apart:
//! reliability of a source (A–F) and credibility of a claim (1–6), after the Admiralty code.

use crate::words::vocabulary;

vocabulary! {
    /// How far a source can be relied on.
    Reliability {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Cannot be judged.
        F = "F",
    }
}

vocabulary! {
    /// How far a claim can be believed.
    Credibility {
        /// Confirmed by other, independent sources.
        Confirmed = "1",
        /// Probably true.
        Probable = "2",
        /// Possibly true.
        Possible = "3",
        /// Doubtful.
        Doubtful = "4",
        /// Improbable.
        Improbable = "5",
        /// Cannot be judged.
        Unknown = "6",
    }
}

impl Credibility {
    /// STIX confidence in the correctness of the data, 0–100; `None` where it cannot be judged
    /// (STIX 2.1, appendix A).
    #[must_use]
    pub const fn stix_confidence(self) -> Option<u8> {
        match self {
            Credibility::Confirmed => Some(90),
            Credibility::Probable => Some(70),
            Credibility::Possible => Some(50),
            Credibility::Doubtful => Some(30),
            Credibility::Improbable => Some(10),
            Credibility::Unknown => None,
        }
    }
}

vocabulary! {
    /// Probability words of ICD 203, one row only.
    Likelihood {
        /// 1–5 %.
        AlmostNoChance = "almost no chance",
        /// 5–20 %.
        VeryUnlikely = "very unlikely",
        /// 20–45 %.
        Unlikely = "unlikely",
        /// 45–55 %.
        EvenChance = "roughly even chance",
        /// 55–80 %.
        Likely = "likely",
        /// 80–95 %.
        VeryLikely = "very likely",
        /// 95–99 %.
        AlmostCertain = "almost certain",
    }
}

vocabulary! {
    /// Confidence in a judgement: sources, their diversity, strength of the argument.
    /// Never stated in one sentence with a [`Likelihood`].
    Confidence {
        /// Few or weak sources.
        Low = "low",
        /// Plausible, not sufficiently corroborated.
        Moderate = "moderate",
        /// Good, independent sources.
        High = "high",
    }
}
