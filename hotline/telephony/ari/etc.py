"""What stands in each of Asterisk's configuration files.

Decides how our Asterisk behaves, secure before convenient: its REST interface answers on loopback
only; nobody unknown gets in; telephones dial nothing themselves and transfer nothing behind our
back; nobody is told whom he is connected with. What differs between installations is left to
`configuration`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hotline.telephony import recording
from hotline.telephony.ari.addresses import name_of
from hotline.telephony.ari.configuration import Configuration
from hotline.telephony.ari.phones import AOR, seat_endpoint
from hotline.telephony.ari.unheard import NOTES

APP = "hotline"  # the ARI application of the switchboard
PHONES_APP = "hotline-phones"  # … of the telephones without SIP

MODULES = """
res_timing_timerfd res_sorcery_config res_sorcery_memory res_sorcery_astdb res_crypto res_pjproject
res_speech res_security_log res_rtp_asterisk res_srtp res_http_websocket res_websocket_client
res_pjsip res_pjsip_session res_pjsip_sdp_rtp res_pjsip_caller_id res_pjsip_rfc3326
res_pjsip_dtmf_info res_pjsip_nat res_pjsip_authenticator_digest
res_pjsip_outbound_authenticator_digest res_pjsip_registrar res_pjsip_endpoint_identifier_ip
res_pjsip_endpoint_identifier_user res_pjsip_pubsub res_pjsip_refer res_pjsip_acl
res_pjsip_header_funcs res_pjsip_dlg_options res_pjsip_transport_websocket
chan_bridge_media chan_pjsip chan_websocket
res_stasis res_stasis_answer res_stasis_playback res_stasis_recording res_stasis_snoop
res_stasis_device_state res_ari res_ari_model res_ari_applications res_ari_asterisk res_ari_bridges
res_ari_channels res_ari_device_states res_ari_endpoints res_ari_events res_ari_playbacks
app_stasis app_mixmonitor app_playback app_exec
bridge_holding bridge_simple bridge_softmix bridge_native_rtp
pbx_config func_global func_lock func_callerid func_channel func_logic func_strings func_pjsip_endpoint func_hangupcause
res_musiconhold codec_alaw codec_ulaw codec_a_mu codec_g722 codec_resample codec_opus_open_source
res_format_attr_opus format_wav format_pcm format_sln
"""

EMPTY = ("acl.conf", "udptl.conf", "websocket_client.conf",
         "chan_websocket.conf")  # fmt: skip  # no noise


TONES = """\
[general]
country=cn
[cn]
description=China
ringcadence=1000,4000
dial=450
ring=450/1000,0/4000
busy=450/350,0/350
congestion=450/700,0/700
callwaiting=450/400,0/4000
"""


def write(configuration: Configuration) -> None:
    """Write every file; nobody but the owner can read them or the recordings."""
    folder = configuration.folder
    for name in (".", "etc", "lib", "lib/keys", "spool", "spool/recording", "spool/monitor", "run", "log", "cache",
                 "agi", "recordings"):  # fmt: skip
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name).chmod(0o700)
    for name, text in files(configuration).items():
        path = folder / "etc" / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")


def files(configuration: Configuration) -> Mapping[str, str]:
    """Return the text of every configuration file by its name."""
    written = {
        "asterisk.conf": _asterisk(configuration),
        "modules.conf": _modules(configuration),
        "http.conf": _http(configuration),
        "ari.conf": _ari(configuration),
        "pjsip.conf": _pjsip(configuration),
        "sorcery.conf": SORCERY,
        "extensions.conf": _extensions(configuration),
        "rtp.conf": _rtp(configuration),
        "musiconhold.conf": f"[default]\nmode=files\ndirectory={configuration.music}\n",
        "indications.conf": TONES,
        "logger.conf": "[general]\ndateformat=%F %T.%3q\n"
        "[logfiles]\nmessages => notice,warning,error,security\n",
        "pjproject.conf": "[startup]\nlog_level=2\n",
        "manager.conf": "[general]\nenabled=no\n",
        "cdr.conf": "[general]\nenable=no\n",  # we keep our own
        "cel.conf": "[general]\nenable=no\n",
        "features.conf": "[general]\n[featuremap]\n[applicationmap]\n",
    }
    return written | dict.fromkeys(EMPTY, "")


def _section(name: str, fields: Mapping[str, object]) -> str:
    return "\n".join([f"[{name}]", *(f"{key}={value}" for key, value in fields.items()), ""])


def _asterisk(configuration: Configuration) -> str:
    folder = configuration.folder
    return f"""\
[directories]
astetcdir => {folder}/etc
astmoddir => {configuration.modules}
astvarlibdir => {folder}/lib
astdbdir => {folder}/lib
astkeydir => {folder}/lib
astdatadir => {configuration.data}
astagidir => {folder}/agi
astspooldir => {folder}/spool
astrundir => {folder}/run
astlogdir => {folder}/log
astcachedir => {folder}/cache
[options]
systemname = {configuration.system}
hideconnect = yes
documentation_language = en_US
live_dangerously = no
maxfiles = 20000
"""


def _modules(configuration: Configuration) -> str:
    """Load what there is: older Asterisks lack some, and can do without."""
    there = [name for name in MODULES.split() if (configuration.modules / f"{name}.so").exists()]
    return "[modules]\nautoload=no\n" + "".join(f"load={name}.so\n" for name in there)


def _http(configuration: Configuration) -> str:
    fields: dict[str, object] = {
        "enabled": "yes",
        "servername": "hotline",
        "bindaddr": "127.0.0.1",
        "bindport": configuration.ari_port,
        "enable_static": "no",
        "enable_status": "no",
        "sessionlimit": 4000,
        "session_keep_alive": 30000,
        "session_inactivity": 60000,
    }
    if tls := configuration.tls:
        fields |= {"tlsenable": "yes", "tlsbindaddr": tls.address}
        fields |= {"tlscertfile": tls.certificate, "tlsprivatekey": tls.key}
    return _section("general", fields)


def _ari(configuration: Configuration) -> str:
    general = {"enabled": "yes", "pretty": "no", "websocket_write_timeout": 1000}
    user = {"type": "user", "read_only": "no", "password_format": "plain"}
    secret = {"password": configuration.ari_password}
    return _section("general", general) + _section(configuration.ari_user, user | secret)


def _rtp(configuration: Configuration) -> str:
    first, last = configuration.rtp_ports
    fields = {"rtpstart": first, "rtpend": last, "icesupport": "yes", "strictrtp": "yes"}
    return _section("general", fields)


# -- telephones ------------------------------------------------------------------------------------

# those in the file first, then those of `phones`, which outlive a restart of the switch
SORCERY = "[res_pjsip]\n" + "".join(
    f"{kind}=config,pjsip.conf,criteria=type={kind}\n{kind}=astdb,ps_{kind}\n"
    for kind in ("endpoint", "auth", "aor")
)


def _pjsip(configuration: Configuration) -> str:
    address = f"{configuration.sip_address}:{configuration.sip_port}"
    order = "ip,username,auth_username"
    sections = [
        _section("global", {"type": "global", "user_agent": "hotline",
                            "endpoint_identifier_order": order, "max_forwards": 30}),
        _section("system", {"type": "system", "threadpool_initial_size": 8,
                            "threadpool_auto_increment": 5, "threadpool_max_size": 64}),
        _section("udp", {"type": "transport", "protocol": "udp", "bind": address}),
        _section("tcp", {"type": "transport", "protocol": "tcp", "bind": address}),
        _section("ws", {"type": "transport", "protocol": "ws", "bind": "127.0.0.1"}),
        _section("wss", {"type": "transport", "protocol": "wss", "bind": "127.0.0.1"}),
        *_trunk(configuration),
        *_seats(configuration),
    ]  # fmt: skip
    return "\n".join(sections)


def _trunk(configuration: Configuration) -> Iterable[str]:
    if (trunk := configuration.trunk) is None:
        return
    aor = {"type": "aor", "contact": f"sip:{trunk.contact}", "qualify_frequency": 0}
    yield _section("trunk", aor)
    yield _section("trunk", {
        "type": "endpoint", "context": "from-trunk", "aors": "trunk", "transport": "udp",
        "disallow": "all", "allow": "alaw,ulaw", "dtmf_mode": "auto_info", "identify_by": "ip",
        "direct_media": "no", "media_address": configuration.media_address,
        "bind_rtp_to_media_address": "yes", "rtp_symmetric": "yes", "force_rport": "yes",
        "rtp_timeout": 30, "rtp_timeout_hold": 300, "from_domain": configuration.sip_address,
        # a carrier's word on who calls is believed; nobody outside is told who is connected
        "trust_id_inbound": "yes", "trust_id_outbound": "no", "send_pai": "yes", "send_rpid": "no",
        "send_connected_line": "no", "allow_transfer": "no",
    })  # fmt: skip
    match = ",".join(trunk.networks)
    yield _section("trunk", {"type": "identify", "endpoint": "trunk", "match": match})


def _seats(configuration: Configuration) -> Iterable[str]:
    for phone in configuration.seats:
        name = name_of(f"seat:{phone.seat}")
        auth = {"auth_type": "userpass", "username": name, "password": phone.password}
        endpoint = seat_endpoint(name, media_address=configuration.media_address)
        yield _section(name, AOR | {"type": "aor"})
        yield _section(name, auth | {"type": "auth"})
        yield _section(name, endpoint | {"type": "endpoint"})


# -- dialplan --------------------------------------------------------------------------------------


def _extensions(configuration: Configuration) -> str:
    said, heard = (
        recording.file(configuration.recordings, "${UNIQUEID}", side) for side in recording.Side
    )
    record = f"MixMonitor(,br({said})t({heard}))"
    return f"""\
; A call from outside: recorded from before anybody acts, then the switchboard's. While that is away
; the caller is held: a prompt, then music, and another try every second.
[from-trunk]
exten => _[+0-9].,1,{record}
 same => n,Set(TRIES=0)
 same => n,Set(DIALLED=${{EXTEN}})
 same => n(again),Stasis({APP},inbound,${{EXTEN}},${{UNIQUEID}})
 same => n,GotoIf($["${{STASISSTATUS}}"!="FAILED"]?done)
 same => n,ExecIf($[${{TRIES}}=0]?Answer())
 same => n,ExecIf($[${{TRIES}}=0]?Playback({configuration.prompts}/please_wait))
 same => n,MusicOnHold(default,1)
 same => n,Set(TRIES=$[${{TRIES}}+1])
 same => n,GotoIf($[${{TRIES}}<{configuration.hold_s}]?again)
 same => n(done),Hangup()
; Who gives up before anybody heard of him is noted: the switchboard reads it when it is back.
exten => h,1,GotoIf($["${{STASISSTATUS}}"!="FAILED"]?over)
 same => n,Set(NOTE=${{UNIQUEID}}/${{EPOCH}}/${{DIALLED}}/${{FILTER(+0-9,${{CALLERID(num)}})}})
 same => n,Set(HELD=${{LOCK({NOTES})}})
 same => n,Set(GLOBAL({NOTES})=${{GLOBAL({NOTES})}} ${{NOTE}})
 same => n,Set(HELD=${{UNLOCK({NOTES})}})
 same => n(over),NoOp()

; A leg that the switchboard called and wants recorded passes through here when it is answered.
[record]
exten => _[a-z].,1,{record}
 same => n,Stasis({APP},leg,${{EXTEN}},${{UNIQUEID}})
 same => n,Hangup()

; Telephones dial nothing themselves: every leg is the switchboard's.
[from-seats]
exten => nobody,1,Hangup(21)
[default]
exten => nobody,1,Hangup(21)
{HANDSETS if configuration.handsets else ""}"""


HANDSETS = f"""
[handsets]
exten => _[a-z].,1,Stasis({PHONES_APP},called,${{EXTEN}})
 same => n,Hangup(20)
"""
