"""Domains for databases: tables, columns and the words for them, as text that reads like a form.

A table's line has its name for one and for many, and how many rows it may have; a column's line its name, how it is
drawn, a question mark if it may be NULL, and after a colon what it is called in a sentence, if not by its name.
"""

DOMAINS = """
library
  author authors 5-8
    author_id key 1
    name surnames
    country countries
    born number 1920 1990 5 ? : year of birth
  book books 10-15
    book_id key 101
    title titles
    author_id -> author
    published number 1950 2024 2 : year of publication
    pages number 80 600 20 : number of pages
    genre crime|poetry|travel|history|science
  loan loans 12-18
    loan_id key 1
    book_id -> book
    reader firsts
    lent_on date 2023 2024 : lending date
    returned_on date 2024 2025 ? : return date

clinic
  doctor doctors 5-7
    doctor_id key 1
    name surnames
    speciality cardiology|dermatology|surgery|neurology|paediatrics
    room number 100 140 5 : room number
  patient patients 7-10
    patient_id key 11
    name firsts
    city cities
    born number 1940 2020 4 : year of birth
  visit visits 12-18
    visit_id key 1001
    patient_id -> patient
    doctor_id -> doctor
    day date 2023 2024
    fee number 20 200 10 ?

shop
  customer customers 6-9
    customer_id key 1
    name surnames
    city cities
    joined_on date 2019 2023 ? : joining date
  product products 6-9
    product_id key 201
    label things : name
    category kitchen|garden|office|toys|sports
    price number 5 120 5
    stock number 0 60 5 : number in stock
  order_line orders 13-18
    order_id key 1
    customer_id -> customer
    product_id -> product
    quantity number 1 12 1
    shipped_on date 2024 2025 ? : shipping date

school
  teacher teachers 5-7
    teacher_id key 1
    name surnames
    hired number 1995 2024 1 : year of hiring
    salary number 30000 80000 2000
  course courses 8-11
    course_id key 31
    title courses
    teacher_id -> teacher ?
    hours number 10 90 5 : number of hours
    room number 1 12 1 : room number
  exam exams 13-18
    exam_id key 501
    course_id -> course
    student firsts
    points number 0 100 5 ? : number of points
    taken_on date 2024 2024 : exam date

airline
  plane planes 5-7
    plane_id key 1
    builder companies
    seats number 40 400 20 : number of seats
    built number 1990 2024 2 : year of construction
  flight flights 9-12
    flight_id key 301
    plane_id -> plane
    origin cities
    destination cities
    flown_on date 2024 2024 : flight date
    minutes number 45 600 15 : duration in minutes
  booking bookings 13-18
    booking_id key 7001
    flight_id -> flight
    passenger surnames
    fare number 40 900 20
    luggage number 0 40 5 ? : luggage weight in kilograms

music
  artist artists 5-8
    artist_id key 1
    name surnames
    country countries
    founded number 1960 2020 4 : founding year
  album albums 9-13
    album_id key 41
    title titles
    artist_id -> artist
    style rock|jazz|folk|soul|opera
    released_on date 2005 2024 : release date
    price number 5 40 1
  sale sales 13-18
    sale_id key 1
    album_id -> album
    city cities
    copies number 10 500 10 : number of copies
    rebate number 1 20 1 ?

gym
  member members 6-9
    member_id key 1
    name firsts
    city cities
    joined_on date 2020 2024 : joining date
    fee number 20 90 5 ? : monthly fee
  lesson lessons 6-9
    lesson_id key 61
    sport yoga|boxing|rowing|judo|spinning
    trainer surnames
    places number 4 30 2 : number of places
    minutes number 30 120 10 : length in minutes
  entry entries 13-18
    entry_id key 1
    member_id -> member
    lesson_id -> lesson
    day date 2024 2024
    rating number 1 5 1 ?

hotel
  hotel hotels 5-7
    hotel_id key 1
    name titles
    city cities
    stars number 1 5 1 : number of stars
    opened number 1950 2020 5 : opening year
  room rooms 9-12
    room_id key 11
    hotel_id -> hotel
    beds number 1 5 1 : number of beds
    price number 40 300 10 : price per night
  stay stays 13-18
    stay_id key 801
    room_id -> room
    guest surnames
    arrived_on date 2023 2024 : arrival date
    nights number 1 14 1 : number of nights
    tip number 5 60 5 ?

company
  department departments 4-6
    department_id key 1
    name offices
    city cities
    budget number 100 900 50
  employee employees 9-12
    employee_id key 21
    name surnames
    department_id -> department ?
    job jobs
    salary number 2000 9000 250
    hired_on date 2010 2024 : hiring date
  task tasks 13-18
    task_id key 1
    employee_id -> employee
    client companies
    hours number 2 80 2 : number of hours
    finished_on date 2024 2025 ? : finishing date

garage
  owner owners 6-8
    owner_id key 1
    name surnames
    city cities
    born number 1940 2005 5 ? : year of birth
  car cars 8-11
    car_id key 51
    owner_id -> owner
    colour red|blue|green|white|black
    built number 1995 2024 1 : year of construction
    mileage number 5 300 5 : mileage in thousands of kilometres
  repair repairs 13-18
    repair_id key 901
    car_id -> car
    mechanic firsts
    started_on date 2023 2024 : starting date
    cost number 50 2000 50 ?
"""
ADJECTIVES = (
    "Blue", "Bright", "Broken", "Distant", "Empty", "First", "Frozen", "Golden", "Green", "Hidden", "Last", "Lonely",
    "Long", "Lost", "Old", "Quiet", "Red", "Second", "Secret", "Silent", "Silver", "Slow", "White", "Wild",
)  # fmt: skip
NOUNS = (
    "Bridge", "Castle", "Forest", "Garden", "Harbour", "Island", "Lantern", "Letter", "Meadow", "Mirror", "Mountain",
    "Orchard", "Palace", "River", "Road", "Shadow", "Ship", "Star", "Storm", "Summer", "Tower", "Valley", "Winter",
)  # fmt: skip
OFFICES = (
    "Accounts",
    "Design",
    "Legal",
    "Logistics",
    "Marketing",
    "Purchasing",
    "Research",
    "Sales",
    "Support",
    "Training",
)
