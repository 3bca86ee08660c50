//! Seals from outside.

mod it {
    mod envelope;
    mod keys;
    mod stream;
    mod support;
    mod vectors;
    mod words;
}
