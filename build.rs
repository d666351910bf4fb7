//! Embeds `catalogs/`.
fn main() {}
