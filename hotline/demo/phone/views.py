"""The pages of the made-up telephones. There only in the demo; nobody has to sign in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from hotline.callers import numbers
from hotline.calls import inbox
from hotline.demo.guards import only_in_demo
from hotline.life import once
from hotline.life.door import key_of

from . import telephone

ACTS = ("ring", "answer", "refuse", "speak", "press", "put_down")
KEYS = "0123456789*#"


@only_in_demo
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Choose whose telephone to hold; a number typed leads to its page."""
    typed, fault = request.GET.get("number", ""), ""
    if typed:
        try:
            number = numbers.read(typed)
        except numbers.NotANumber as not_one:
            fault = str(not_one)
        else:
            if number.known:
                return redirect("demo:telephone", number=number.dialled)
    samples = telephone.samples()
    return render(
        request,
        "demo/phones.html",
        {
            "samples": samples,
            "named": {one.number for one in samples},
            "in_use": telephone.in_use(),
            "lines": telephone.lines(),
            "typed": typed,
            "fault": fault,
        },
        status=422 if fault else 200,
    )


@only_in_demo
@require_GET
def hold(request: HttpRequest, number: str) -> HttpResponse:
    """Show one telephone; scripts get what changes in it alone."""
    if _dialled(number) != number:
        return redirect("demo:telephone", number=_dialled(number))
    within = {"shown": telephone.shown(number)}
    if request.headers.get("X-Requested-With") == "live-region":
        return render(request, "demo/_handset.html", within)
    inbox.ask("plug_in", address=f"tel:{number}")
    known = next((one for one in telephone.samples() if one.number == number), None)
    return render(
        request,
        "demo/phone.html",
        within | {"known": known, "sayings": telephone.sayings(), "keys": KEYS},
    )


@only_in_demo
@require_POST
def act(request: HttpRequest, number: str, does: str) -> HttpResponse:
    """Do something with the telephone; the switchboard does it when it reads its inbox."""
    if does not in ACTS:
        raise Http404
    text = request.POST.get("text", "").strip()[:500]
    given: dict[str, bool] = {}
    if does == "ring":
        text, given = _to_dial(request), {"withheld": bool(request.POST.get("withheld"))}
    if does == "press":
        text = "".join(key for key in text if key in KEYS)
    if does in ("speak", "press") and not text:
        return _heard(request, number)
    key = key_of(request)
    once.demand(key)
    inbox.ask(does, address=f"tel:{_dialled(number)}", text=text, given=given, key=key)
    return _heard(request, number)


def _to_dial(request: HttpRequest) -> str:
    """Return which of the line's numbers is dialled; its own where none of them was chosen."""
    reached = [one.number for one in telephone.lines()]
    to = request.POST.get("to", "")
    return to if to in reached else reached[0]


def _heard(request: HttpRequest, number: str) -> HttpResponse:
    """Answer without words: the telephone itself shows what follows."""
    if request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    return redirect("demo:telephone", number=number)


def _dialled(number: str) -> str:
    """Return the number as it is dialled; 404 for what is none."""
    try:
        return numbers.read(number).dialled or _no_number()
    except numbers.NotANumber as fault:
        raise Http404 from fault


def _no_number() -> str:
    raise Http404
