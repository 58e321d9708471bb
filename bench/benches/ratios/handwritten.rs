use std::ops::Range;

pub(crate) fn squares(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
    struct Squares<I> {
        numbers: I,
    }

    impl<I: Iterator<Item = i64>> Iterator for Squares<I> {
        type Item = i64;

        #[inline]
        fn next(&mut self) -> Option<i64> {
            let num = self.numbers.next()?;
            Some(num.pow(2))
        }
    }

    Squares { numbers: numbers.into_iter() }
}

pub(crate) fn pairs(limit: u32) -> impl Iterator<Item = (u32, u32)> {
    struct Pairs {
        i: u32,
        j: u32,
        limit: u32,
    }

    impl Iterator for Pairs {
        type Item = (u32, u32);

        #[inline]
        fn next(&mut self) -> Option<(u32, u32)> {
            loop {
                if self.j < self.limit {
                    let j = self.j;
                    self.j += 1;
                    return Some((self.i, j));
                }
                if self.i + 1 >= self.limit {
                    return None;
                }
                self.i += 1;
                self.j = self.i + 1;
            }
        }
    }

    Pairs { i: 0, j: 1, limit }
}

pub(crate) fn scrambled(count: u32) -> impl Iterator<Item = u8> {
    struct Scrambled {
        indices: Range<u32>,
        table: [u8; 4096],
    }

    impl Iterator for Scrambled {
        type Item = u8;

        #[inline]
        fn next(&mut self) -> Option<u8> {
            let i = self.indices.next()?;
            let place = i as usize % self.table.len();
            self.table[place] = self.table[place].wrapping_mul(5).wrapping_add(i as u8);
            Some(self.table[place])
        }
    }

    Scrambled { indices: 0..count, table: [0; 4096] }
}
