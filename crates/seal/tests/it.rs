//! Seals from outside.

mod it {
    mod archive;
    mod envelope;
    mod keys;
    mod stream;
    mod support;
    mod vectors;
    mod words;
}
