create database stock;
create database payment;
