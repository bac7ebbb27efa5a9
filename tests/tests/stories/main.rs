//! All whole days with phones and a server, in one binary: each would link both again.
//! It has a name of its own, so that the suite `stories` picks it out of a build of the whole workspace.

mod break_glass;
mod case_bundle;
mod community;
mod copies;
mod count_nights;
mod crews;
mod desk_roles;
mod keeping;
mod keeping_any_order;
mod notice_numbers;
mod own_hours;
mod persons_request;
mod purged;
mod real_walks;
mod receipt_key;
mod redrawn_zone;
mod renewal;
mod roles;
mod secrecy;
mod sleeping_places;
mod story_e1;
mod story_e2;
mod story_e3;
mod story_e4;
mod story_e5;
mod story_e6;
mod story_e7;
mod story_e8;
mod story_e9;
mod story_encampment;
mod story_engagement;
mod story_operation;
mod story_orders;
mod story_tents;
