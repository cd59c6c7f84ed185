use vocation::learning::embedding::*;
fn main(){let a:Vec<String>=std::env::args().collect();
 let r=Recipe::read(a[1].as_ref()).unwrap(); let t=Teacher::read(a[2].as_ref()).unwrap();
 let s=std::time::Instant::now();
 let m=train(&r,&t,|x| eprintln!("{:.0}s {x}",s.elapsed().as_secs_f32())).unwrap();
 std::fs::write(&a[3],m.to_bytes()).unwrap();}
