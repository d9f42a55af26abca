//! Names that want to be more than names.

/// At least a hundred names that would be markup, script or worse in a page that took them for such. Every script in
/// them sets `hostile` in the window, so that a browser can tell whether one ran.
pub(super) fn hostile_names() -> Vec<String> {
    let script = "window.hostile=1";
    let texts = [
        format!("</script><script>{script}</script>"),
        format!("</SCRIPT ><svg/onload={script}>"),
        format!("<img src=x onerror={script}>"),
        format!("\"><svg onload={script}>"),
        format!("'><img src=x onerror='{script}'>"),
        format!("\" onmouseover=\"{script}"),
        format!("javascript:{script}"),
        format!("<!--<script>{script}//"),
        format!("--><script>{script}</script>"),
        format!("]]><script>{script}</script>"),
        format!("</title><script>{script}</script>"),
        format!("</style><script>{script}</script>"),
        format!("</bdi></th></table><iframe srcdoc='<script>parent.{script}</script>'>"),
        format!("<a href=javascript:{script}>"),
        format!("<base href=//example.org><script src=a>{script}</script>"),
        format!("<math><mtext><style><img src=x onerror={script}>"),
        format!("\u{2028}{script}\u{2029}"),
        format!("\\u003cscript\\u003e{script}\\u003c/script\\u003e"),
        format!("&lt;script&gt;{script}&lt;/script&gt;"),
        format!("${{{script}}}{{{{script}}}}{{{{data}}}}"),
    ];
    let around: [(&str, &str); 5] = [
        ("", ""),
        ("São ", " \u{202e}atad"),
        ("\0", "\u{7}\u{1b}[2J"),
        ("\u{feff}\u{200f}\u{2066}", "\u{1f4a5}\u{0301}\u{0301}"),
        ("=cmd|' /C calc'!A0", "\r\n\t"),
    ];
    let wrap = |text: &String| around.map(|(before, after)| format!("{before}{text}{after}"));
    let mut names: Vec<String> = texts.iter().flat_map(wrap).collect();
    names.push("<b>".repeat(10_000));
    names
}
