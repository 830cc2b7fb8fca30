"""`make demo`, as `make browser` runs it: to its end, to what waits for a person, and to the pictures of the README."""

from __future__ import annotations

import base64

import pypdfium2
import pytest

from demo.__main__ import run
from tests.conftest import ROOT

PICTURES = ROOT / "docs" / "pictures"
PERIOD, OFFICE = "2023Q4", "yunzhou-demo"
SIZE = {"width": 1280, "height": 860}


@pytest.mark.slow
@pytest.mark.parametrize("clock", ["Asia/Shanghai"], indirect=True)
def test_the_demo_runs_to_its_end_and_shows_what_the_readme_says(stack, runs, page, capsys):
    run(stack)
    said = capsys.readouterr().out
    assert "waits there for your sign-off" in said and stack.airflow.settings["password"] in said
    page.goto("/required_actions?response_received=false")
    page.get_by_role("row").filter(has_text="demo_sign_off").wait_for()
    run(stack)  # again it is quick and changes nothing
    take_pictures(page, stack.output / OFFICE / PERIOD / "0")


def take_pictures(page, draft) -> None:
    """The pictures of both READMEs, of the pages in Chinese."""
    page.set_viewport_size(SIZE)
    page.goto("/bulletins/?lang=zh")  # leaves a cookie for the pages that follow
    page.evaluate("localStorage.setItem('i18nextLng', 'zh-CN')")
    page.goto("/plugin/bulletins")
    page.frame_locator("iframe").get_by_role("link").first.wait_for()
    page.wait_for_timeout(1000)
    page.screenshot(path=PICTURES / "airflow.png")

    page.goto(f"/bulletins/{OFFICE}/{PERIOD}/0/")
    document = page.frame_locator("iframe")
    document.locator("h1").wait_for()
    document.locator("html").evaluate("page => page.ownerDocument.fonts.ready")
    page.screenshot(path=PICTURES / "bulletin.png")
    document.locator("a.trace:has(data[data-figure=account_failed_count])").first.click()
    page.wait_for_url("**/figure?*")
    page.screenshot(path=PICTURES / "figure.png")

    with pypdfium2.PdfDocument(draft / "bulletin.pdf") as pdf:
        shown = [0, next((at for at in range(len(pdf)) if "附件1" in text_of(pdf[at])), 1), len(pdf) - 1]
        sides = [as_png(page, pdf[at]) for at in shown]
    page.set_content(
        "<body style='margin:0;background:#ddd;display:flex;gap:16px;padding:16px;width:max-content'>"
        + "".join(f"<img src='{side}' style='height:760px'>" for side in sides)
    )
    page.wait_for_function("[...document.images].every(image => image.complete)")
    page.locator("body").screenshot(path=PICTURES / "documents.png")


def text_of(side) -> str:
    return side.get_textpage().get_text_bounded().replace(" ", "")


def as_png(page, side) -> str:
    """A page of a PDF as the address of a picture; the browser packs what the renderer drew."""
    bitmap = side.render(scale=1.5, rev_byteorder=True).to_numpy()
    height, width, channels = bitmap.shape
    raw = base64.b64encode(bitmap.tobytes()).decode()
    return page.evaluate(
        """([width, height, channels, raw]) => {
            const bytes = Uint8Array.from(atob(raw), letter => letter.charCodeAt(0));
            const canvas = Object.assign(document.createElement('canvas'), {width, height});
            const drawn = canvas.getContext('2d').createImageData(width, height);
            for (let at = 0; at < width * height; at++)
                drawn.data.set([...bytes.slice(at * channels, at * channels + 3), 255], 4 * at);
            canvas.getContext('2d').putImageData(drawn, 0, 0);
            return canvas.toDataURL();
        }""",
        [width, height, channels, raw],
    )
