//! Typesets a document into a tagged PDF.
