use generator_core::generator;

#[generator]
pub(crate) fn squares(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
    for num in numbers {
        yield_!(num.pow(2));
    }
}

#[generator]
pub(crate) fn pairs(limit: u32) -> impl Iterator<Item = (u32, u32)> {
    for i in 0..limit {
        for j in i + 1..limit {
            yield_!((i, j));
        }
    }
}

#[generator]
pub(crate) fn scrambled(count: u32) -> impl Iterator<Item = u8> {
    let mut table = [0_u8; 4096];
    for i in 0..count {
        let place = i as usize % table.len();
        table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
        yield_!(table[place]);
    }
}
