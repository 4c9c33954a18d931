#!/usr/bin/env python3
"""Makes attachments as offices have them, for tests: python make.py FOLDER

Needs openpyxl, python-docx and reportlab. All numbers are made up; they only pass their checksums.

aes128.pdf, aes256.pdf and locked.pdf beside this script are its page.pdf, encrypted by pikepdf with
an empty password for reading (R=4 and R=6), and with a real one.
"""

import sys
from pathlib import Path

import docx
import openpyxl
from openpyxl.comments import Comment
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

ID_CARD = "11010519491231002X"
MOBILE = "13800138000"
BANK_CARD = "6222020200112233446"


def workbook(path):
    """An ID card's number in every place of a workbook that is easily overlooked."""
    book = openpyxl.Workbook()
    book.properties.creator = "张三"
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["姓名", "证件号码", "电话"])
    sheet.append(["李四", "见底表", int(MOBILE)])
    sheet.append(["隐藏行", ID_CARD])
    sheet.row_dimensions[3].hidden = True
    sheet["D2"] = ID_CARD
    sheet.column_dimensions["D"].hidden = True
    sheet["A2"].comment = Comment(f"身份证 {ID_CARD}", "王五")
    below = book.create_sheet("底表")
    below["A1"] = ID_CARD
    below.sheet_state = "hidden"
    deepest = book.create_sheet("最底表")
    deepest["B2"] = ID_CARD
    deepest.sheet_state = "veryHidden"
    book.save(path)


def letter(path):
    """A mobile number in a table, and another in a comment."""
    document = docx.Document()
    document.core_properties.author = "张三"
    paragraph = document.add_paragraph("关于信息公开的说明")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "联系人"
    table.cell(0, 1).text = "电话"
    table.cell(1, 0).text = "李四"
    table.cell(1, 1).text = MOBILE
    if hasattr(document, "add_comment"):
        document.add_comment(paragraph.runs, text=f"打 {MOBILE} 再确认", author="王五")
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.save(path)


def page(path, encrypt=None):
    """A bank card's number in a Chinese font and in a Latin one."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    pdf = canvas.Canvas(str(path), encrypt=encrypt)
    pdf.setAuthor("张三")
    pdf.setFont("STSong-Light", 12)
    pdf.drawString(72, 720, f"账号：{BANK_CARD}")
    pdf.showPage()
    pdf.setFont("Helvetica", 12)
    pdf.drawString(72, 720, f"Account {BANK_CARD}")
    pdf.showPage()
    pdf.save()


def scan(path):
    """A page with a drawing and no text."""
    pdf = canvas.Canvas(str(path))
    pdf.rect(72, 72, 200, 300, fill=1)
    pdf.showPage()
    pdf.save()


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    workbook(folder / "workbook.xlsx")
    letter(folder / "letter.docx")
    page(folder / "page.pdf")
    page(folder / "locked.pdf", StandardEncryption("secret", strength=128))
    page(folder / "forbids-printing.pdf", StandardEncryption("", "secret", canPrint=0, strength=128))
    scan(folder / "scan.pdf")


if __name__ == "__main__":
    main()
