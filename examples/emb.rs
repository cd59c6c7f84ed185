use vocation::embedding::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let m = StaticModel::from_bytes(&std::fs::read(&a[1]).unwrap()).unwrap();
    for p in a[2..].chunks(2) {
        let t = std::fs::read_to_string(&p[0]).unwrap();
        let l: Vec<&str> = t.lines().collect();
        let v = m.embed(&l).unwrap();
        save_npy(p[1].as_ref(), m.dimension(), &v).unwrap();
    }
}
