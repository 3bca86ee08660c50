//! How a report came.

use crate::words::vocabulary;

vocabulary! {
    /// The way a report came in by.
    Channel {
        /// The anonymous tip line.
        Tip = "tip",
        /// The programming interface.
        Api = "api",
        /// Files given on the command line.
        Files = "files",
        /// Electronic mail.
        Mail = "mail",
    }
}

vocabulary! {
    /// What a token lets a program do.
    Scope {
        /// Hand in reports.
        Receive = "receive",
        /// See reports and readings.
        Read = "read",
        /// Decide about reports.
        Decide = "decide",
        /// Exchange by TAXII.
        Taxii = "taxii",
    }
}
