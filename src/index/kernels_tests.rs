use super::*;

/// Bytes from a fixed generator.
fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..len)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect()
}

fn signed(bytes: &[u8]) -> Vec<i8> {
    bytes.iter().map(|&byte| byte as i8).collect()
}

#[test]
fn every_path_gives_the_integers_of_plain_arithmetic() {
    for width in [64, 128, 256, 384, 1024, 4096] {
        for seed in 0..20 {
            let extreme =
                |byte: u8| if seed < 4 { [1, 255, 0, 128][(seed as usize + byte as usize % 2) % 4] } else { byte };
            let codes: Vec<u8> = noise(seed + 1, width * 9).into_iter().map(extreme).collect();
            let query: Vec<i8> = signed(&noise(seed + 100, width)).into_iter().map(|q| q.max(-127)).collect();
            let plain = |row: usize| -> i64 {
                codes[row * width..].iter().zip(&query).map(|(&c, &q)| (i64::from(c) - 128) * i64::from(q)).sum()
            };
            let rows = Rows { bytes: &codes, stride: width, width };
            for kernel in Kernel::available() {
                let mut scores = vec![7];
                kernel.dots(rows, &[3, 0, 8, 3, 1, 2, 4, 5, 6, 7], &query, &mut scores);
                let wanted: Vec<i64> = [3, 0, 8, 3, 1, 2, 4, 5, 6, 7].into_iter().map(plain).collect();
                assert_eq!(scores.into_iter().map(i64::from).collect::<Vec<_>>(), wanted, "{kernel:?} {width}");
                assert_eq!(i64::from(kernel.dot(&codes[..width], &query)), plain(0), "{kernel:?} {width}");
            }
        }
    }
}

#[test]
fn the_exact_product_has_the_same_bits_on_every_path() {
    for width in [64, 256, 320, 4096] {
        for seed in 0..50 {
            let codes = noise(seed + 1, width);
            let residuals = noise(seed + 2, width * 2);
            let values: Vec<f32> = noise(seed + 3, width).iter().map(|&v| (f32::from(v) - 127.3) / 300.1).collect();
            let wanted: f64 = (0..width)
                .map(|at| {
                    let residual = i16::from_le_bytes([residuals[2 * at], residuals[2 * at + 1]]);
                    f64::from(values[at]) * ((f64::from(codes[at]) - 128.0) * 65_536.0 + f64::from(residual))
                })
                .sum();
            let scalar = Kernel::Scalar.exact(&values, &codes, &residuals);
            assert!((f64::from(scalar) - wanted).abs() <= 1e-6 * 65_536.0 * 128.0 * width as f64, "{scalar} {wanted}");
            for kernel in Kernel::available() {
                assert_eq!(kernel.exact(&values, &codes, &residuals).to_bits(), scalar.to_bits(), "{kernel:?} {width}");
            }
        }
    }
}

#[test]
fn a_prefetch_outside_does_nothing() {
    prefetch(&[1, 2, 3], 0, 64);
    prefetch(&[], usize::MAX / 2, 64);
}
