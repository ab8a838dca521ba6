#!/usr/bin/env python3
"""Draws every picture of the default site in content/.

    python3 tests/pictures/make.py            the SVG pictures (standard library only)
    python3 tests/pictures/make.py --jpeg     the JPEG pictures too (needs Pillow)
    python3 tests/pictures/make.py --check    draws nothing; ends with 1 if a picture differs or is missing

The pictures are illustrations of invented places: no photograph, no person, no real spot. The same
script gives the same bytes (for JPEG: with the same Pillow). The JPEGs carry EXIF as a phone leaves it,
among it a GPS position in the open Atlantic or in an empty desert, and one is stored turned (orientation 6),
so that a build shows whether metadata is removed and the turn applied.
"""
import argparse
import io
import math
import pathlib
import random
import sys

CONTENT = pathlib.Path(__file__).resolve().parents[2] / "content"
W, H = 1200, 800

# One palette for all pictures: celadon, straw, brick and ink.
SKY, MIST, CREAM = "#e3ece7", "#f1f3ea", "#f6f1e4"
FAR, MID, NEAR, DEEP = "#b3cdc6", "#8bb1a9", "#5f8f89", "#35625f"
WATER, WATER2 = "#a8ccd2", "#c9e0e2"
RICE, GRASS, STRAW = "#b9c98b", "#94b27c", "#e2cf94"
BRICK, AMBER, WALL, ROOF, INK, WOOD = "#b9573f", "#e3a857", "#f3ead6", "#56646a", "#2f4a4d", "#9a7450"


# ---- SVG parts --------------------------------------------------------------------------------------

def n(value):
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def rect(x, y, w, h, fill, r=0, extra=""):
    corner = f' rx="{n(r)}"' if r else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"{corner} fill="{fill}"{extra}/>'


def circle(x, y, r, fill, extra=""):
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}"{extra}/>'


def ellipse(x, y, rx, ry, fill, extra=""):
    return f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}" fill="{fill}"{extra}/>'


def poly(points, fill, extra=""):
    return f'<polygon points="{" ".join(f"{n(x)},{n(y)}" for x, y in points)}" fill="{fill}"{extra}/>'


def path(d, fill="none", stroke=None, width=0, extra=""):
    line = f' stroke="{stroke}" stroke-width="{n(width)}" stroke-linecap="round"' if stroke else ""
    return f'<path d="{d}" fill="{fill}"{line}{extra}/>'


def skyline(y, amplitude, seed, step=60):
    """Points of a ridge: three sines whose phases come from the seed."""
    rng = random.Random(seed)
    waves = [(rng.uniform(0.003, 0.006), rng.uniform(0, 7), 1.0),
             (rng.uniform(0.008, 0.012), rng.uniform(0, 7), 0.45),
             (rng.uniform(0.018, 0.026), rng.uniform(0, 7), 0.16)]
    return [(x, y - amplitude * sum(k * math.sin(f * x + p) for f, p, k in waves))
            for x in range(-step, W + 2 * step, step)]


def hill(y, amplitude, seed, fill):
    """A smooth ridge filled down to the lower edge."""
    pts = skyline(y, amplitude, seed)
    d = f"M{n(pts[0][0])} {H}L{n(pts[0][0])} {n(pts[0][1])}"
    for (x1, y1), (x2, y2) in zip(pts, pts[1:]):
        d += f"Q{n(x1)} {n(y1)} {n((x1 + x2) / 2)} {n((y1 + y2) / 2)}"
    return path(d + f"L{n(pts[-1][0])} {H}Z", fill)


def backdrop(seed, sun=(930, 170)):
    """Sky, a pale sun and three ridges."""
    out = [rect(0, 0, W, H, SKY), rect(0, 250, W, 260, MIST, extra=' opacity=".6"')]
    if sun:
        out.append(circle(*sun, 58, AMBER, ' opacity=".75"'))
    return out + [hill(400, 60, seed, FAR), hill(455, 45, seed + 1, MID), hill(520, 30, seed + 2, NEAR)]


def tree(x, y, s, leaf=DEEP):
    return [rect(x - 5 * s, y - 50 * s, 10 * s, 50 * s, WOOD),
            ellipse(x, y - 85 * s, 38 * s, 52 * s, leaf),
            ellipse(x + 12 * s, y - 96 * s, 20 * s, 30 * s, NEAR, ' opacity=".7"')]


def house(x, y, w, h, wall=WALL, roof=ROOF, door=True):
    """A gabled house; (x, y) is its lower left corner."""
    out = [rect(x, y - h, w, h, wall), poly([(x - 22, y - h), (x + w / 2, y - h - w * .26), (x + w + 22, y - h)], roof)]
    for k in (.14, .68):
        out += [rect(x + w * k, y - h * .72, w * .18, h * .34, WATER), rect(x + w * (k + .085), y - h * .72, 4, h * .34, wall)]
    if door:
        out.append(rect(x + w * .42, y - h * .62, w * .17, h * .62, BRICK))
    return out


def waves(x, y, w, rows, fill=WATER2, gap=34):
    out = []
    for row in range(rows):
        start, length = x + (row * 137) % 260, w * (.28 + .11 * (row % 3))
        for k in range(2):
            sx, yy = start + k * (length + 120), y + row * gap
            out.append(path(f"M{n(sx)} {n(yy)}q{n(length / 4)}-8 {n(length / 2)} 0t{n(length / 2)} 0", stroke=fill, width=5))
    return out


def paddies(y, rows, colours=(RICE, GRASS, STRAW)):
    """Terraces: wavy bands from y down."""
    out, step = [], (H - y) / rows
    for row in range(rows):
        top, a = y + row * step, 14 + 4 * (row % 3)
        out.append(path(f"M0 {n(top)}Q300 {n(top - a)} 600 {n(top)}T{W} {n(top)}V{H}H0Z", colours[row % len(colours)]))
        out.append(path(f"M0 {n(top)}Q300 {n(top - a)} 600 {n(top)}T{W} {n(top)}", stroke=CREAM, width=4, extra=' opacity=".7"'))
    return out


# ---- the SVG pictures -------------------------------------------------------------------------------

def canal_gate():
    out = backdrop(3) + paddies(560, 5)
    out.append(path("M560 545C640 600 300 680 420 800H820C640 690 800 610 640 545Z", WATER))
    out.append(path("M560 545C640 600 300 680 420 800M820 800C640 690 800 610 640 545", stroke=CREAM, width=14))
    out += waves(440, 680, 330, 3, gap=38)
    out += [rect(520, 430, 20, 130, ROOF), rect(660, 430, 20, 130, ROOF), rect(500, 412, 200, 26, INK, 4),
            rect(548, 470, 104, 76, WOOD), rect(548, 490, 104, 5, INK), rect(548, 516, 104, 5, INK), circle(600, 398, 22, "none", f' stroke="{BRICK}" stroke-width="8"')]
    return out + tree(180, 620, 1.3) + tree(250, 640, .9) + tree(1040, 610, 1.2)


def courtyard():
    out = backdrop(11, sun=(240, 160)) + [rect(0, 590, W, 210, STRAW), path("M0 600Q600 570 1200 600", stroke=CREAM, width=8)]
    out += house(150, 610, 420, 170) + house(640, 610, 420, 170)
    out += [rect(555, 500, 100, 110, WALL), path("M560 610V540a45 45 0 0 1 90 0V610Z", BRICK), rect(572, 440, 66, 30, AMBER, 6)]
    for x in (250, 460, 740, 950):
        out += [rect(x - 46, 690, 92, 12, WOOD, 5), rect(x - 36, 702, 8, 34, WOOD), rect(x + 28, 702, 8, 34, WOOD), rect(x - 46, 660, 92, 9, WOOD, 4)]
    return out + tree(90, 640, 1.5) + tree(1130, 650, 1.6) + [circle(600, 720, 34, GRASS), circle(576, 726, 22, NEAR), circle(624, 726, 22, NEAR), rect(560, 738, 80, 26, BRICK, 6)]


def road():
    out = backdrop(21) + [rect(0, 545, W, 255, GRASS)]
    out.append(path("M590 545C660 590 380 640 430 690C470 740 330 770 280 800H900C760 760 690 730 640 690C590 640 740 590 620 545Z", "#c9c7bd"))
    out.append(path("M604 550C690 595 480 645 530 690C565 730 590 770 590 800", stroke=CREAM, width=7, extra=' stroke-dasharray="34 26"'))
    for x, y, s in ((120, 640, 1.1), (220, 610, .8), (300, 590, .6), (880, 600, .7), (980, 640, 1), (1100, 700, 1.4)):
        out += tree(x, y, s)
    for x, y in ((345, 706), (385, 668), (720, 706), (700, 664)):
        out += [poly([(x - 16, y), (x + 16, y), (x, y - 44)], BRICK), rect(x - 9, y - 20, 18, 7, CREAM)]
    return out + house(820, 560, 130, 62) + house(980, 565, 110, 56)


def meeting():
    out = [rect(0, 0, W, H, CREAM), rect(0, 560, W, 240, "#e4d8bf"), rect(110, 90, 420, 280, SKY, 6), rect(110, 250, 420, 120, MID), path("M110 290Q220 190 320 280T530 250V370H110Z", NEAR),
           rect(312, 90, 14, 280, WALL), rect(96, 76, 448, 14, WOOD), rect(96, 370, 448, 16, WOOD), rect(700, 110, 380, 230, "#3f6b66", 8), rect(690, 100, 400, 250, "none", 8, f' stroke="{WOOD}" stroke-width="14"')]
    for k, width in enumerate((250, 300, 210, 270)):
        out.append(rect(740, 155 + k * 42, width, 10, SKY, 5))
    for x in (190, 350, 510, 690, 850, 1010):
        out += [rect(x - 38, 430, 76, 120, DEEP, 16), rect(x - 30, 442, 60, 60, NEAR, 10)]
    out += [poly([(90, 540), (1110, 540), (1190, 680), (10, 680)], WOOD), rect(10, 680, 1180, 34, "#7f5d3e")]
    for k, x in enumerate((190, 350, 510, 690, 850, 1010)):
        px = 600 + (x - 600) * 1.06
        out += [poly([(px - 44, 566), (px + 34, 566), (px + 40, 612), (px - 52, 612)], WALL), rect(px - 32, 578, 50, 4, MID), rect(px - 36, 592, 58, 4, MID),
                ellipse(px + 62, 598, 15, 7, CREAM), rect(px + 48, 574, 28, 24, CREAM, 5), rect(px + 48, 582, 28, 5, BRICK if k % 2 else NEAR)]
    return out


def tea():
    out = [rect(0, 0, W, H, "#e9dfc8"), rect(0, 0, W, 430, CREAM)]
    for x in range(0, W, 150):
        out.append(rect(x + 68, 0, 14, 430, "#eadfca"))
    out += [circle(600, 210, 150, "#f4d9b0"), path("M480 260q60-90 120-40t130-70", stroke=BRICK, width=9)]
    for x, y, r in ((500, 240, 15), (552, 196, 18), (604, 214, 14), (655, 186, 17), (708, 160, 14), (730, 148, 10)):
        out += [circle(x, y, r, BRICK), circle(x + 3, y - 3, r * .35, AMBER)]
    out += [rect(0, 430, W, 370, WOOD), rect(0, 430, W, 16, "#7f5d3e"), ellipse(600, 640, 470, 110, "#7f5d3e", ' opacity=".5"'), ellipse(600, 625, 470, 108, "#b58c63")]
    out += [path("M730 545q110-30 110 40t-110 40", stroke=DEEP, width=22), path("M455 560q-80-10-100-80", stroke=DEEP, width=26), ellipse(600, 570, 150, 92, DEEP), ellipse(600, 494, 76, 18, NEAR), circle(600, 470, 16, BRICK), path("M500 580q100 50 200 0", stroke=MID, width=6)]
    for x, y in ((270, 650), (390, 700), (560, 712), (760, 700), (920, 650)):
        out += [path(f"M{x - 44} {y - 34}h88q-4 56-44 56t-44-56z", WALL), ellipse(x, y - 34, 44, 13, "#cfa15a"), ellipse(x, y + 26, 52, 9, "#7f5d3e", ' opacity=".5"')]
    return out


def planting():
    out = backdrop(31) + [path("M0 560Q400 500 800 560T1200 540V800H0Z", GRASS), path("M0 650Q500 590 1200 660V800H0Z", RICE)]
    for k, (x, y) in enumerate(((140, 650), (300, 630), (470, 622), (640, 630), (810, 645), (980, 655))):
        out += [ellipse(x, y + 4, 42, 12, WOOD), rect(x - 3, y - 92, 6, 94, WOOD), ellipse(x - 18, y - 86, 22, 12, DEEP), ellipse(x + 18, y - 104, 22, 12, NEAR), ellipse(x, y - 126, 16, 18, DEEP), path(f"M{x - 40} {y}L{x} {y - 56}", stroke="#c9a97c", width=5)]
        if k % 2:
            out.append(rect(x + 8, y - 62, 26, 18, BRICK, 3))
    out += [path("M1060 760l60-190", stroke=WOOD, width=12), path("M1040 742q-14 56 26 58t34-46z", ROOF), path("M180 720h110l-14 74H194z", WATER), path("M182 720q53-64 106 0", stroke=ROOF, width=6)]
    return out


def school():
    out = backdrop(41, sun=(1010, 140)) + [rect(0, 600, W, 200, "#cbb48a"), path("M0 700Q600 640 1200 700V800H0Z", "#c2745a"), path("M0 730Q600 672 1200 730M0 768Q600 712 1200 768", stroke=CREAM, width=5)]
    out += [rect(210, 330, 780, 280, WALL), rect(190, 306, 820, 28, ROOF), rect(210, 460, 780, 12, "#ddcba6")]
    for row in (360, 494):
        for k in range(7):
            if row == 494 and k == 3:
                continue
            x = 244 + k * 106
            out += [rect(x, row, 72, 78, WATER), rect(x + 34, row, 5, 78, WALL), rect(x, row + 36, 72, 5, WALL)]
    out += [rect(556, 494, 84, 116, BRICK), rect(594, 494, 6, 116, WALL), rect(500, 250, 200, 60, WALL), circle(600, 280, 24, CREAM, f' stroke="{ROOF}" stroke-width="6"'), path("M600 280V266M600 280h11", stroke=ROOF, width=5)]
    out += [rect(1060, 270, 8, 350, ROOF), path("M1068 276q40-16 74 2v52q-36-16-74 0z", BRICK)]
    return out + tree(110, 630, 1.5) + tree(1140, 650, 1.2) + tree(60, 650, 1.0)


def clinic():
    out = backdrop(51, sun=(200, 150)) + [rect(0, 600, W, 200, STRAW), poly([(500, 600), (700, 600), (860, 800), (340, 800)], "#efe6d0")]
    out += [rect(270, 380, 660, 230, WALL), poly([(240, 384), (600, 268), (960, 384)], ROOF), rect(530, 440, 140, 170, NEAR), rect(597, 440, 6, 170, WALL)]
    for x in (320, 430, 700, 810):
        out += [rect(x, 440, 80, 84, WATER), rect(x + 38, 440, 5, 84, WALL), rect(x - 6, 526, 92, 10, WOOD)]
    out += [circle(600, 338, 34, CREAM), rect(592, 314, 16, 48, BRICK, 3), rect(576, 330, 48, 16, BRICK, 3), rect(490, 404, 220, 24, DEEP, 6)]
    out += [rect(120, 660, 150, 14, WOOD, 6), rect(136, 674, 10, 46, WOOD), rect(244, 674, 10, 46, WOOD), rect(120, 622, 150, 12, WOOD, 5)]
    return out + tree(130, 610, 1.3) + tree(1060, 630, 1.6) + tree(1150, 620, 1.0)


def canal_cliff():
    out = backdrop(61, sun=(260, 150)) + [path("M500 800L640 470Q760 350 1200 300V800Z", DEEP), path("M560 800L690 520Q820 420 1200 380V800Z", NEAR)]
    for k in range(6):
        out.append(path(f"M{720 + k * 70} {560 + (k % 3) * 40}l34 -22M{760 + k * 66} {660 + (k % 2) * 50}l40 -18", stroke=DEEP, width=5))
    out += paddies(590, 6)[:12]
    out += [path("M0 560C240 520 460 560 600 610C740 660 900 640 1200 690V760C900 716 700 740 560 680C430 624 240 600 0 640Z", "#d6d2c3"), path("M0 578C240 540 450 578 590 628C740 682 900 664 1200 710V742C900 700 710 716 566 660C430 606 240 584 0 620Z", WATER)]
    out.append(path("M40 600q60-10 120-6M300 590q70 8 130 26M640 668q80 24 150 22M920 694q80 0 150 12", stroke=WATER2, width=5))
    return out + tree(120, 560, 1.1) + tree(210, 552, .8)


def canal_map():
    out = [rect(0, 0, W, H, CREAM), path("M60 60H1140V740H60Z", stroke=INK, width=3), path("M80 300Q160 110 260 240T430 180Q500 120 560 250L470 330Q300 380 80 330Z", FAR), path("M130 290l60-110 60 110M270 280l70-130 80 130", stroke=NEAR, width=6)]
    out += [path("M80 690C300 620 380 700 560 640S900 660 1120 590", stroke=WATER2, width=34), path("M330 330C420 400 520 360 600 420S760 520 850 500S930 556 960 540", stroke=NEAR, width=12), path("M600 420C560 480 520 500 500 560M850 500C830 560 800 580 780 610", stroke=NEAR, width=6, extra=' stroke-dasharray="14 12"')]
    labels = ((330, 330, "渠首"), (430, 378, "龙潭村"), (640, 440, "石桥村"), (960, 540, "友谊村"))
    for k, (x, y, text) in enumerate(labels):
        out += [circle(x, y, 13, BRICK), f'<text x="{x + 20}" y="{y - 22}" font-size="36" fill="{INK}">{text}</text>']
    for x, y, text, size in ((180, 390, "龙潭山", 34), (250, 640, "青溪", 34), (700, 580, "支渠", 28), (760, 130, "丰乐渠走向示意图", 38), (756, 180, "（不按比例，地名虚构）", 26)):
        out.append(f'<text x="{x}" y="{y}" font-size="{size}" fill="{INK}">{text}</text>')
    out += [path("M1060 300V220M1036 250l24-34 24 34", stroke=INK, width=6), f'<text x="1046" y="345" font-size="32" fill="{INK}">北</text>']
    return ['<g font-family="\'Noto Serif CJK SC\',\'Source Han Serif SC\',SimSun,serif">'] + out + ["</g>"]


def bridge():
    out = backdrop(71, sun=(950, 150)) + [rect(0, 560, W, 240, WATER)]
    out += waves(40, 650, 900, 4)
    out.append(path("M0 560V520H140Q600 330 1060 520H1200V560H1120V640H1000C990 560 930 520 870 520S750 560 740 640H700C690 520 650 480 600 480S510 520 500 640H460C450 560 390 520 330 520S210 560 200 640H80V560Z", "#b7b3a4"))
    out.append(path("M0 512H140Q600 322 1060 512H1200", stroke="#8f8c80", width=14))
    for x in range(160, 1060, 75):
        y = 505 - 178 * (1 - ((x - 600) / 460) ** 2) * .56
        out.append(rect(x - 6, y - 42, 12, 48, "#9d9a8c", 3))
    out.append(path("M160 466Q600 290 1040 466", stroke="#9d9a8c", width=7))
    out += [path("M40 800C60 700 20 660 60 600", stroke=GRASS, width=12), path("M1160 800c-20-90 20-140-10-200", stroke=GRASS, width=12)]
    return out + house(20, 520, 150, 76) + tree(1110, 524, 1.1)


def dragon():
    rng = random.Random(7)
    out = [rect(0, 0, W, H, "#243c48"), circle(980, 140, 54, "#f3e6c0"), circle(958, 128, 46, "#243c48", ' opacity=".25"')]
    out += [circle(rng.randrange(30, 1170), rng.randrange(30, 300), rng.choice((2, 3)), "#e8e2c8") for _ in range(36)]
    out += [hill(420, 60, 81, "#2f5058"), hill(500, 40, 82, "#274349"), rect(0, 600, W, 200, "#1f343a")]
    out += house(60, 600, 170, 80, "#49646a", "#1d2f36") + house(270, 606, 130, 66, "#49646a", "#1d2f36") + house(960, 600, 180, 84, "#49646a", "#1d2f36")
    points = [(140 + k * 72, 600 - 95 * math.sin(k * .62)) for k in range(12)]
    for (x1, y1), (x2, y2) in zip(points, points[1:]):
        out.append(path(f"M{n(x1)} {n(y1 + 52)}L{n(x2)} {n(y2 + 52)}", stroke=WOOD, width=12))
    for x, y in points:
        out += [rect(x - 4, y + 52, 8, 110, "#7f5d3e"), ellipse(x, y, 52, 62, AMBER, ' opacity=".18"'), ellipse(x, y + 8, 27, 34, "#e0693f"), rect(x - 14, y - 32, 28, 10, AMBER, 3), rect(x - 14, y + 38, 28, 10, AMBER, 3), path(f"M{n(x)} {n(y - 20)}v54M{n(x - 13)} {n(y - 16)}q-12 24 0 48M{n(x + 13)} {n(y - 16)}q12 24 0 48", stroke="#f2c879", width=3)]
    x, y = points[-1][0] + 92, points[-1][1] - 10
    out += [path(f"M{n(x - 64)} {n(y - 40)}q70-50 120 6q34 40-6 66q-60 34-118-4z", "#d8542f"), circle(x + 18, y - 22, 13, CREAM), circle(x + 21, y - 22, 6, INK), path(f"M{n(x - 10)} {n(y - 58)}l-16-46M{n(x + 16)} {n(y - 60)}l4-50M{n(x + 60)} {n(y + 4)}q40 10 60-16", stroke=AMBER, width=9), path(f"M{n(x - 4)} {n(y + 24)}h56", stroke=CREAM, width=8)]
    return out


def persimmon():
    out = backdrop(91, sun=None) + [rect(0, 600, W, 200, STRAW)] + house(90, 620, 460, 190)
    out += [path("M820 800C830 640 780 560 850 420M838 560C760 520 720 470 690 400M842 500C920 450 960 400 1000 330M850 430C850 360 830 320 840 250M945 420C1000 420 1060 400 1100 370", stroke=WOOD, width=22)]
    for x, y in ((690, 410), (736, 470), (780, 380), (838, 250), (890, 330), (930, 420), (1000, 335), (1050, 410), (1100, 375), (870, 500), (760, 540), (960, 490), (810, 310), (1030, 470)):
        out += [circle(x, y + 16, 26, "#e07b39"), circle(x - 8, y + 8, 7, "#f0a566"), path(f"M{x - 12} {y - 6}q12 10 24 0", stroke=DEEP, width=6)]
    for x, y in ((640, 700), (900, 740), (1010, 690), (720, 760)):
        out.append(ellipse(x, y, 20, 8, "#c9783f"))
    return out + [rect(610, 640, 120, 14, WOOD, 5), rect(624, 654, 10, 50, WOOD), rect(706, 654, 10, 50, WOOD), path("M640 640v-26h60v26z", BRICK), path("M648 614q22-22 44 0", stroke=WOOD, width=5)]


def books():
    rng = random.Random(12)
    colours = (BRICK, NEAR, AMBER, DEEP, WATER, MID, STRAW, "#7d6a9a")
    out = [rect(0, 0, W, H, CREAM), rect(0, 660, W, 140, "#e0cfae"), rect(130, 90, 940, 580, WOOD, 8), rect(156, 116, 888, 528, "#f0e4cc")]
    for row in range(3):
        base = 282 + row * 180
        out.append(rect(156, base, 888, 18, WOOD))
        x, k = 176, rng.randrange(8)
        while x < 990:
            w, h = rng.choice((26, 32, 38, 46)), rng.choice((96, 110, 124, 134))
            if rng.random() < .1:
                x += 46
                continue
            out.append(rect(x, base - h, w, h, colours[k % 8], 3))
            out.append(rect(x + 5, base - h + 18, w - 10, 8, CREAM, 2, ' opacity=".8"'))
            x, k = x + w + 4, k + rng.choice((1, 2, 3))
    out += [path("M430 760q90-46 170 0q80-46 170 0v-70q-90-46-170 0q-80-46-170 0z", WALL), path("M600 690v70", stroke=WOOD, width=5), path("M460 706q60-22 120 2M460 730q60-22 120 2M622 708q60-24 120-2M622 732q60-24 120-2", stroke=MID, width=4)]
    return out + [circle(950, 720, 34, BRICK), path("M950 690q4-22 20-26", stroke=WOOD, width=6)]


def silo():
    out = backdrop(101, sun=(200, 150)) + [rect(0, 590, W, 210, STRAW)]
    for k, x in enumerate((430, 570, 710)):
        out += [rect(x, 300, 120, 300, ("#dfe3df", "#cfd6d2", "#dfe3df")[k]), poly([(x, 300), (x + 60, 240), (x + 120, 300)], ROOF)]
        out += [rect(x, y, 120, 5, "#aeb9b5") for y in range(340, 600, 52)]
    out += [rect(860, 380, 220, 220, BRICK), poly([(840, 384), (970, 310), (1100, 384)], ROOF), rect(920, 470, 100, 130, "#8d4332"), path("M860 420L700 260", stroke=ROOF, width=16)]
    for x, y, w in ((130, 690, 280), (330, 740, 340), (760, 730, 300), (980, 700, 200)):
        out.append(path(f"M{x} {y}q{w / 2} -{w * .42} {w} 0z", AMBER))
    for x in range(120, 1150, 60):
        out.append(path(f"M{x} {720 + (x * 7) % 60}h24", stroke="#c9913f", width=4))
    return out


def badge(character, ground, ring):
    """A member's badge: the surname on a round ground (no face)."""
    return [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400" role="img" aria-label="{character}">',
            f'<rect width="400" height="400" fill="{CREAM}"/>', f'<circle cx="200" cy="200" r="168" fill="{ground}"/>',
            f'<circle cx="200" cy="200" r="150" fill="none" stroke="{ring}" stroke-width="4"/>',
            f'<path d="M60 292q50-34 96-8t96-6 88 6" fill="none" stroke="{ring}" stroke-width="6" stroke-linecap="round" opacity=".55"/>',
            f'<text x="200" y="258" font-size="168" text-anchor="middle" fill="{CREAM}" font-family="\'Noto Serif CJK SC\',\'Source Han Serif SC\',STKaiti,KaiTi,SimSun,serif">{character}</text>', "</svg>"]


SVG = {
    "research/2025-08-05-fang-xun-shi-cha/01.svg": ("水渠与水闸", canal_gate),
    "research/2025-09-17-nong-cun-yang-lao-diao-yan/01.svg": ("院落与长凳", courtyard),
    "research/2025-11-06-tong-cun-dao-lu-jian-du/01.svg": ("通村道路", road),
    "study/2026-01-14-ji-zhong-xue-xi/01.svg": ("会议桌", meeting),
    "activity/2026-02-05-ying-chun-cha-hua-hui/01.svg": ("茶具与梅枝", tea),
    "activity/2026-03-12-yi-wu-zhi-shu/01.svg": ("新栽的树苗", planting),
    "research/2026-05-12-xiao-yuan-shi-cha/01.svg": ("校园", school),
    "research/2026-08-13-qiu-liang-shi-cha/02.svg": ("烘干塔与稻谷", silo),
    "research/2026-09-02-cun-wei-sheng-shi-diao-yan/01.svg": ("村卫生室", clinic),
    "history/2025-07-24-xiu-jian-feng-le-qu/01.svg": ("山崖下的水渠", canal_cliff),
    "history/2025-07-24-xiu-jian-feng-le-qu/map.svg": ("丰乐渠走向示意图", canal_map),
    "history/2025-11-13-shi-qiao-de-lai-li/01.svg": ("三孔石桥", bridge),
    "history/2026-02-12-zheng-yue-ban-deng-long/01.svg": ("夜里的板凳龙", dragon),
    "relief/2025-10-28-chong-yang-jie-wei-wen/01.svg": ("柿子树下的院落", persimmon),
    "relief/2026-05-29-er-tong-jie-juan-shu/01.svg": ("书架", books),
}
BADGES = {"wang": ("王", "#2f6b62", "#b8d3c4"), "li": ("李", "#a14f3a", "#efc9a8"), "zhao": ("赵", "#3c5f7d", "#bcd2e0"), "sun": ("孙", "#7a5a2e", "#e6cf9c")}


def svg_files():
    """Path below content/ and bytes of every SVG."""
    for name, (title, draw) in SVG.items():
        body = draw()
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" width="{W}" height="{H}" role="img" aria-label="{title}">'
        yield name, "\n".join([head, *body, "</svg>", ""]).encode()
    for member, (character, ground, ring) in BADGES.items():
        yield f"member/{member}/portrait.svg", ("\n".join(badge(character, ground, ring)) + "\n").encode()


# ---- the JPEG pictures ------------------------------------------------------------------------------

JW, JH, SCALE = 1600, 1066, 2


def rgb(colour):
    return tuple(int(colour[k:k + 2], 16) for k in (1, 3, 5))


class Canvas:
    """A Pillow drawing in 1600x1066 coordinates, drawn at twice the size and scaled down."""

    def __init__(self, top, bottom):
        from PIL import Image, ImageDraw
        strip = Image.new("RGB", (1, JH * SCALE))
        for y in range(JH * SCALE):
            t = y / (JH * SCALE - 1)
            strip.putpixel((0, y), tuple(round(a + (b - a) * t) for a, b in zip(rgb(top), rgb(bottom))))
        self.image = strip.resize((JW * SCALE, JH * SCALE))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def poly(self, points, fill, alpha=255):
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=(*rgb(fill), alpha))

    def oval(self, x, y, rx, ry, fill, alpha=255):
        self.pen.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=(*rgb(fill), alpha))

    def rect(self, x, y, w, h, fill, alpha=255):
        self.pen.rectangle([x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE], fill=(*rgb(fill), alpha))

    def line(self, points, fill, width, alpha=255):
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=(*rgb(fill), alpha), width=round(width * SCALE), joint="curve")

    def ridge(self, y, amplitude, seed, fill, rough=0, alpha=255):
        rng = random.Random(seed)
        waves = [(rng.uniform(.002, .005), rng.uniform(0, 7), 1), (rng.uniform(.007, .012), rng.uniform(0, 7), .5), (rng.uniform(.02, .04), rng.uniform(0, 7), .15)]
        edge = [(x, y - amplitude * sum(k * math.sin(f * x + p) for f, p, k in waves) - rough * rng.random()) for x in range(0, JW + 8, 8)]
        self.poly([(0, JH), *edge, (JW, JH)], fill, alpha)

    def finish(self, grain_seed):
        from PIL import Image, ImageFilter
        small = self.image.resize((JW, JH), Image.LANCZOS)
        noise = Image.frombytes("L", (JW // 2, JH // 2), random.Random(grain_seed).randbytes((JW // 2) * (JH // 2))).resize((JW, JH), Image.BILINEAR)
        grain = Image.merge("RGB", [noise] * 3)
        return Image.blend(small, grain, .035).filter(ImageFilter.GaussianBlur(.4))


def photo_rice():
    """Ripe rice below hills, in the afternoon."""
    c, rng = Canvas("#a9cbd6", "#f4e6c0"), random.Random(5)
    c.ridge(430, 70, 2, "#9dbcb8"), c.ridge(500, 50, 3, "#7ba19a"), c.ridge(570, 26, 4, "#5b8576", rough=10)
    for row in range(60):
        t = row / 59
        y = 590 + 476 * t ** 1.5
        base = [round(a + (b - a) * t) for a, b in zip((222, 197, 120), (193, 147, 52))]
        for _ in range(150):
            x, h = rng.uniform(-10, JW + 10), 6 + 46 * t
            shade = rng.randint(-22, 22)
            colour = "#%02x%02x%02x" % tuple(max(0, min(255, v + shade)) for v in base)
            c.line([(x, y + 12), (x + rng.uniform(-6, 6) * (1 + t), y - h)], colour, 1.5 + 3.5 * t)
    c.poly([(700, 590), (742, 590), (1120, 1066), (760, 1066)], "#b08b52", 210)
    for x in (250, 330, 1300):
        c.rect(x - 5, 520, 10, 70, "#5d4a36"), c.oval(x, 500, 40, 52, "#4c7760")
    return c.finish(11)


def photo_canal():
    """A cleared canal with a pole standing in it, in the morning."""
    c, rng = Canvas("#cfdfe2", "#eef0e2"), random.Random(8)
    c.oval(380, 260, 70, 70, "#fff3d0", 200)
    c.ridge(420, 60, 12, "#a9c4bf"), c.ridge(500, 40, 13, "#80a698"), c.ridge(560, 20, 14, "#64907c", rough=12)
    c.rect(0, 600, JW, 466, "#8faf70")
    c.poly([(730, 600), (860, 600), (1500, 1066), (180, 1066)], "#c3bfb0")
    c.poly([(752, 600), (838, 600), (1290, 1066), (380, 1066)], "#86b1b8")
    for _ in range(260):
        y = rng.uniform(610, 1060)
        half = 40 + (y - 600) * .95
        x = 800 + rng.uniform(-half * .8, half * .8)
        w = 6 + (y - 600) * .08
        c.line([(x - w, y), (x + w, y + 1)], rng.choice(("#a9cdd0", "#d5e6e5", "#6f9ba3")), 2 + (y - 600) / 200, 150)
    for _ in range(1400):
        y = rng.uniform(605, 1066)
        half = 70 + (y - 600) * 1.45
        x = rng.uniform(0, JW)
        if abs(x - 810) > half:
            c.line([(x, y), (x + rng.uniform(-4, 4), y - 6 - (y - 600) * .05)], rng.choice(("#6f9458", "#a5c27f", "#7fa163")), 2.2)
    c.line([(930, 960), (975, 520)], "#caa46a", 12)
    for k in range(8):
        c.line([(930 + k * 5.2, 910 - k * 50), (946 + k * 5.2, 908 - k * 50)], "#a14f3a", 6)
    c.rect(120, 880, 150, 100, "#6b5b48"), c.poly([(110, 880), (280, 880), (250, 845), (140, 845)], "#58493a")
    return c.finish(12)


def photo_film():
    """An open-air film screen on a dark village square."""
    c, rng = Canvas("#16242f", "#2d4450"), random.Random(9)
    for _ in range(170):
        c.oval(rng.uniform(0, JW), rng.uniform(0, 420), 1.3, 1.3, "#f0ead2", rng.randint(70, 220))
    c.ridge(520, 60, 22, "#1d323b"), c.ridge(600, 30, 23, "#182a32", rough=14)
    for k in range(14):
        spread = 10 + k * 9
        c.poly([(800, 1010), (520 - spread * .2, 330), (1080 + spread * .2, 330)], "#ffe9b0", 5)
    c.rect(500, 300, 600, 350, "#0d171d"), c.rect(514, 314, 572, 322, "#efe7cf")
    c.oval(960, 400, 46, 46, "#dccfa8"), c.poly([(514, 636), (514, 560), (660, 480), (780, 560), (900, 500), (1086, 590), (1086, 636)], "#b3a783")
    c.poly([(514, 636), (514, 600), (760, 570), (1086, 620), (1086, 636)], "#8d835f")
    c.rect(490, 290, 12, 560, "#4a3827"), c.rect(1098, 290, 12, 560, "#4a3827")
    c.rect(0, 830, JW, 236, "#121e24")
    for row in range(5):
        for k in range(26 - row * 2):
            x, y, s = 30 + k * (62 + row * 5) + rng.uniform(-16, 16), 850 + row * 46, 15 + row * 4
            c.oval(x, y - s * 1.5, s * .8, s * .9, "#0a1216"), c.oval(x, y + s * .6, s * 1.5, s * 1.5, "#0a1216")
    c.rect(756, 960, 90, 60, "#2b2019"), c.oval(774, 946, 34, 34, "#1b140f"), c.oval(832, 946, 30, 30, "#1b140f"), c.oval(800, 990, 8, 8, "#ffe9b0")
    return c.finish(13)


def photo_ferry():
    """A river at dusk with an empty ferry boat."""
    c, rng = Canvas("#7d97a6", "#f0c08a"), random.Random(10)
    c.oval(1040, 500, 90, 90, "#fbe2b0")
    c.ridge(470, 70, 32, "#8c8f96"), c.ridge(530, 46, 33, "#6a757b"), c.ridge(565, 20, 34, "#4d5c60", rough=16)
    for y in range(600, JH, 2):
        t = (y - 600) / (JH - 600)
        c.rect(0, y, JW, 2, "#%02x%02x%02x" % tuple(round(a + (b - a) * t) for a, b in zip((222, 180, 138), (84, 112, 124))))
    for _ in range(900):
        y = rng.uniform(606, 1060)
        x, w = rng.uniform(0, JW), 8 + (y - 600) * .12
        near = abs(x - 1040) < 60 + (y - 600) * .3
        c.line([(x - w, y), (x + w, y)], "#fbe2b0" if near and rng.random() < .6 else rng.choice(("#e4c09a", "#6d8791", "#9aa7a6")), 2 + (y - 600) / 260, 120)
    c.poly([(430, 800), (900, 800), (840, 872), (500, 872)], "#3b2c22"), c.poly([(410, 786), (930, 786), (900, 806), (430, 806)], "#5a4331")
    c.poly([(560, 786), (560, 730), (720, 716), (790, 786)], "#4a3a2c"), c.line([(930, 700), (840, 960)], "#3b2c22", 9)
    c.poly([(470, 876), (860, 876), (790, 930), (540, 930)], "#3f4d52", 130)
    for _ in range(120):
        x = rng.uniform(0, 330) if rng.random() < .6 else rng.uniform(1380, JW)
        c.line([(x, 1066), (x + rng.uniform(-24, 24), 1066 - rng.uniform(60, 240))], "#2f3a36", 4)
    return c.finish(14)


def photo_greenhouse():
    """Rows of plastic tunnels in a winter valley."""
    c, rng = Canvas("#c3d3da", "#eef1ec"), random.Random(15)
    c.ridge(380, 60, 42, "#aebfbe"), c.ridge(450, 44, 43, "#8aa59e"), c.ridge(510, 18, 44, "#6d8f80", rough=12)
    c.rect(0, 540, JW, 526, "#a59468")
    vx, vy, y0, w, h = 800, 470, 1010, 300, 190
    for k in sorted(range(-7, 8), key=lambda k: -abs(k)):
        left = vx - w / 2 + k * (w + 70)
        for step in range(80, -1, -1):  # slices of the tunnel, from the far end to the near one
            t = .86 * (step / 80) ** .6
            x, y, sw, sh = left + (vx - left) * t, y0 + (vy + 70 - y0) * t, w * (1 - t), h * (1 - t)
            shade = "#b9c7c4" if step % 8 == 0 else "#e1e9e6"
            c.pen.chord([x * SCALE, (y - sh) * SCALE, (x + sw) * SCALE, (y + sh) * SCALE], 180, 360, fill=(*rgb(shade), 255))
        c.rect(left + w * .4, y0 - h * .62, w * .2, h * .62, "#7f9f74")
        c.line([(left, y0), (left + w, y0)], "#8d8a72", 6)
    for _ in range(900):
        x, y = rng.uniform(0, JW), rng.uniform(1014, JH)
        c.line([(x, y), (x + 3, y - rng.uniform(6, 22))], rng.choice(("#7f9a58", "#93a863", "#c0aa72")), 2.5)
    return c.finish(16)


# Name: draws it, quality, EXIF orientation, camera, time, (latitude, longitude) — open sea and empty desert.
JPEG = {
    "research/2026-06-10-feng-le-qu-qing-yu-jian-du/01.jpg": (photo_canal, 82, 6, "QX Phone 3", "2026:06:10 07:42:15", (0.0125, -0.0208)),
    "research/2026-08-13-qiu-liang-shi-cha/01.jpg": (photo_rice, 68, 1, "QX Phone 3", "2026:08:13 15:20:44", (0.0125, -0.0208)),
    "history/2026-04-16-lu-tian-dian-ying/01.jpg": (photo_film, 84, 1, "QX Camera 100", "2026:04:02 20:05:00", None),
    "history/2026-08-20-du-kou-bai-du-ren/01.jpg": (photo_ferry, 82, 1, "QX Camera 100", "2026:08:05 18:51:30", (23.4167, 25.6628)),
    "relief/2025-11-18-da-peng-chan-ye-bang-fu/01.jpg": (photo_greenhouse, 82, 1, "QX Phone 3", "2025:11:18 10:11:12", (23.4167, 25.6628)),
}


def degrees(value):
    """Degrees, minutes, seconds of an absolute angle, as EXIF writes them."""
    value = abs(value)
    whole, minutes = int(value), int(value * 60) % 60
    return (float(whole), float(minutes), round((value * 3600) % 60, 2))


def jpeg_files():
    """Path below content/ and bytes of every JPEG."""
    from PIL import Image
    for name, (draw, quality, orientation, camera, taken, place) in JPEG.items():
        image = draw()
        if orientation == 6:  # a viewer turns it clockwise, so it is stored turned the other way
            image = image.transpose(Image.ROTATE_90)
        exif = Image.Exif()
        exif[0x0112], exif[0x010F], exif[0x0110] = orientation, "Qingxi Example", camera
        exif[0x0132], exif[0x013B] = taken, "tests/pictures/make.py"
        photo = exif.get_ifd(0x8769)
        photo[0x9003], photo[0x829A], photo[0x8827] = taken, 1 / 125, 100
        if place:
            gps = exif.get_ifd(0x8825)
            gps[1], gps[2] = "N" if place[0] >= 0 else "S", degrees(place[0])
            gps[3], gps[4] = "E" if place[1] >= 0 else "W", degrees(place[1])
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, exif=exif)
        yield name, out.getvalue()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--jpeg", action="store_true", help="the JPEG pictures too (needs Pillow)")
    options.add_argument("--check", action="store_true", help="compare, write nothing")
    options = options.parse_args()
    files = list(svg_files()) + (list(jpeg_files()) if options.jpeg else [])
    wrong = 0
    for name, data in files:
        target = CONTENT / name
        if options.check:
            if not target.is_file() or target.read_bytes() != data:
                print(f"differs: {name}", file=sys.stderr)
                wrong = 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{len(data):7} {name}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
