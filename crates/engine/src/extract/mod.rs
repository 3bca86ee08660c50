//! Figures, dates, names and addresses in a text.
