"""Sensitive columns: told by names in many languages and by values, never forming segments, and no false alarms."""

import pytest
from own_project import entry, project, propose, used_as, write  # noqa: F401

from segmentation.intake import words

CUSTOMERS = 120

NAMES = {
    "gender": """Gender; customer_sex; CUSTOMERGENDER; Geschlecht; Kundengeschlecht; Anrede; Sexe; Civilité;
        Sexo; Sesso;
        geslacht; plec; Płeć; Pohlaví; Pohlavie; Nem; Gen; Kön; Køn; Kjønn; Sukupuoli; Cinsiyet; CİNSİYET;
        Jenis Kelamin; jenis_kelamin_pelanggan; JenisKelamin; Jantina; Giới tính; Пол; Стать; Φύλο; الجنس; מגדר; लिंग;
        性别; 客户性别; 性別; 성별; is_male""",
    "religion": """Religion; religious_group; Konfession; Religione; Religião; Religia; Wyznanie; Náboženství; Vallás;
        Uskonto; Trossamfund; Mezhep; Agama; Tôn giáo; Религия; Віросповідання; Θρησκεία; الديانة; דת; धर्म;
        宗教; 종교""",
    "ethnicity": """Race; ethnic_group; Ethnizität; Ethnie; Etnia; Raça/Cor; Etnik köken; Suku Bangsa; Dân tộc;
        民族; 人種; 인종""",
    "skin colour": """skin_colour; Skin Color; Hautfarbe; couleur_peau; Huidskleur; Kolor skóry; Hudfärg;
        Ten rengi; Warna Kulit""",
    "migration": "Migrationshintergrund; migration_background; immigrant; Innvandrerbakgrunn; Göçmen; мигрант; 移民",
    "nationality": """Nationality; Nationalität; Nationalité; nacionalidad; Nazionalità; Staatsangehörigkeit;
        Obywatelstwo;
        Občanství; Állampolgárság; Cetățenie; Medborgarskap; Kansalaisuus; Uyruk; Kewarganegaraan; Quốc tịch;
        Гражданство; Громадянство; Υπηκοότητα; الجنسية; אזרחות; राष्ट्रीयता; 国籍; 국적""",
    "native country": """native-country; country_of_birth; Geburtsland; Pays de naissance; País de nacimiento;
        Luogo di nascita; Geboorteland; Kraj urodzenia; Fødeland; Doğum Yeri; Tempat Lahir; Место рождения; 出生地""",
    "disability": """Disability; is_disabled; Behinderung; Schwerbehindert; Handicap; Discapacidad; Deficiência;
        Disabilità;
        Niepełnosprawność; Funktionsnedsättning; Engelli; Инвалидность; Αναπηρία; إعاقة; נכות; 残疾; 장애인""",
    "union": """union_member; Trade Union; Gewerkschaft; Syndicat; Sindicato; Vakbond; Fagforening; Sendika;
        Профсоюз; 工会""",
    "health": """Health; health_status; Diagnosis; BMI; Gesundheitszustand; État de santé; Enfermedad; Ziekte;
        Stan zdrowia;
        Hälsotillstånd; Sağlık durumu; Penyakit; Диагноз; Διάγνωση; 疾病; 질병""",
    "smoking": """Smoker; smoking_status; Raucher; Fumeur; Fumador; Fumatore; Roker; Kuřák; Sigara; Perokok;
        喫煙; 흡연""",
    "marital status": """Marital_Status; MaritalStatus; Married; Divorced; Familienstand; État civil; Estado civil;
        Stato civile; Burgerlijke staat; Stan cywilny; Rodinný stav; Családi állapot; Stare civilă; Civilstånd;
        Siviilisääty; Medeni hal; Status Perkawinan; Tình trạng hôn nhân; Семейное положение; Сімейний стан;
        Οικογενειακή κατάσταση; الحالة الاجتماعية; מצב משפחתי; वैवाहिक स्थिति; 婚姻状况; 결혼여부""",
    "politics": "political_party; voter; Parteizugehörigkeit; Parti politique",
    "orientation": "sexual_orientation; Sexuelle Orientierung",
}  # fmt: skip
HARMLESS = """race_time; last_race_distance; sussex; middlesex_store; average; average_basket; sage; usage;
        union_price;
    union_square_visits; screen_orientation; health_beauty_spend; healthcare_spend; verbraucher; Verbrauchernummer;
    invalid_emails; chronicle_subscriptions; native_app_sessions; пользователь; полная_сумма; регион; brokerage;
    reunion; communion; pan_sales; title; genre_visits; favourite_genre; singles_bought; colour; skin_care_spend;
    origin; citizen_card_points; policy; politica_de_precio; statement; status; general; generation; kind; konto;
    diagnostics_run; allergen_free; 健康食品; 障害件数; 中性笔; parties_booked; engaged; visa_card; terhelés;
    churchill; parishes_served"""

AGES = """Age; Alter; Âge; Edad; Età; Idade; Leeftijd; Wiek; Věk; Vek; Életkor; Vârstă; Ålder; Alder; Ikä;
    Yaş; YAŞ; Usia; Umur; Tuổi; Возраст; Вік; Ηλικία; العمر; גיל; आयु; 年龄; 年齢; 나이"""
BIRTHS = """Geburtsdatum; Date de naissance; Fecha de nacimiento; Data di nascita; Data de nascimento;
    Geboortedatum; Data urodzenia; Datum narození; Születési idő; Data nașterii; Födelsedatum;
    Fødselsdato; Syntymäaika; Doğum Tarihi; Tanggal Lahir; Ngày sinh; Дата рождения; Дата народження;
    Ημερομηνία γέννησης; تاريخ الميلاد; תאריך לידה; जन्म तिथि; 出生日期; 生年月日; 생년월일"""


def named(text):
    return [" ".join(name.split()) for name in text.split(";")]


@pytest.mark.parametrize("topic", NAMES)
def test_a_name_says_that_a_column_is_sensitive_in_any_language(topic):
    found = {name: words.meaning(name, "sensitive") for name in named(NAMES[topic])}
    assert found == dict.fromkeys(found, topic)


def test_names_that_only_look_alike_are_not_sensitive():
    assert [name for name in named(HARMLESS) if words.says(name, "sensitive")] == []


def people(folder, **columns):
    """A file of customers with spend and visits, and the columns given by their levels in turn."""
    rows = [
        (f"{i:04d}", 7 * i % 90, round(i**1.5, 2), *(levels[i % len(levels)] for levels in columns.values()))
        for i in range(CUSTOMERS)
    ]
    return write(folder / "people.csv", ("member_no", "visits", "spend", *columns), rows)


@pytest.mark.parametrize(
    "levels",
    [
        ["M", "F"], ["m", "w", "d"], ["H", "F"], ["K", "M"], ["K", "E"], ["L", "P"], ["Ж", "М"], ["M", "F", "Other"],
        ["Frau", "Mann"], ["Mme", "M."], ["Mr", "Mrs", "Ms", "Dr"], ["Kadın", "Erkek"], ["Pria", "Wanita"],
        ["Laki-laki", "Perempuan"], ["Kobieta", "Mężczyzna"], ["žena", "muž"], ["Nő", "Férfi"], ["Kvinna", "Man"],
        ["Nainen", "Mies"], ["Nam", "Nữ"], ["женский", "мужской"], ["Жінка", "Чоловік"], ["Γυναίκα", "Άνδρας"],
        ["أنثى", "ذكر"], ["נקבה", "זכר"], ["महिला", "पुरुष"], ["女", "男"], ["여성", "남성"],
        ["Christian", "Muslim", "Hindu"], ["katholisch", "evangelisch", "andere"], ["married", "single", "odd"],
        ["verheiratet", "ledig", "geschieden"], ["Kawin", "Belum Kawin"], ["smoker", "non-smoker"],
        ["African American", "Hispanic", "White"], ["heterosexual", "gay"],
    ],
    ids=lambda levels: levels[0],
)  # fmt: skip
def test_values_say_that_a_column_is_sensitive_whatever_it_is_called(project, levels):  # noqa: F811
    written = entry(propose(people(project, attribute=levels)))
    assert written["sensitive"] == ["attribute"]
    assert list(written["describe"]) == ["attribute"]


@pytest.mark.parametrize(
    ("header", "levels"),
    [
        ("size", ["M", "F"]), ("department", ["Men", "Women"]), ("attribute", ["S", "M", "L"]), ("plan", ["K", "M"]),
        ("attribute", ["single", "double"]), ("favourite genre", ["Rock", "Pop", "Jazz"]), ("answer", ["No", "Yes"]),
        ("attribute", ["M", "D"]), ("cuisine", ["Asian", "Latino", "Italian"]), ("attribute", ["North", "South"]),
        ("attribute", ["black", "white"]),
    ],
)  # fmt: skip
def test_values_that_only_look_alike_are_not_sensitive(project, header, levels):  # noqa: F811
    assert "sensitive" not in entry(propose(people(project, **{header: levels})))


def test_sensitive_columns_describe_also_when_they_are_coded(project):  # noqa: F811
    coded = {
        "Genre": [1, 2], "Sesso": [0, 1], "Religion": [1, 2, 3, 4], "Nationalität": list(range(1, 41)),
        "Hautfarbe": [1, 2, 3], "Migrationshintergrund": [0, 1], "BMI": [21.5, 30.2, 25.0, 27.7, 19.9],
        "estado civil": [0, 1, 2],
    }  # fmt: skip
    plan = propose(people(project, **coded))
    written = entry(plan)
    assert list(written["features"]) == ["visits", "spend"]
    assert len(written["sensitive"]) == len(coded)
    assert {used_as(plan)[name] for name in coded} == {"describes them"}
    levels = [name for name, settings in written["describe"].items() if settings.get("transform") == "onehot"]
    assert levels == ["genre", "religion", "hautfarbe", "estado_civil"]


def test_nothing_sensitive_forms_segments_where_there_is_little_else(project):  # noqa: F811
    rows = [(f"{i:04d}", i % 37, 1 + i % 2, i % 3) for i in range(CUSTOMERS)]
    path = write(project / "people.csv", ("member_no", "visits", "Cinsiyet", "Agama"), rows)
    assert list(entry(propose(path))["features"]) == ["visits"]


@pytest.mark.parametrize(
    "header",
    named(AGES),
)
def test_an_age_is_an_age_in_every_language(project, header):  # noqa: F811
    written = entry(propose(people(project, **{header: list(range(18, 80))})))
    [(_, settings)] = written["describe"].items()
    assert (settings["type"], settings["role"], settings["at_signup"]) == ("age", "age", True)
    assert "sensitive" not in written


@pytest.mark.parametrize(
    "header",
    named(BIRTHS),
)
def test_a_birth_date_is_an_age_in_every_language(project, header):  # noqa: F811
    written = entry(propose(people(project, **{header: [f"19{year}-05-04" for year in range(40, 99)]})))
    assert written["describe"]["age"]["type"] == "birth_date"
