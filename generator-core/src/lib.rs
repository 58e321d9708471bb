#![no_std]
//! runtime
