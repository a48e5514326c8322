"""How we know of each address that takes writes that it does none twice."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SENT_BY: Mapping[str, str] = MappingProxyType(
    {
        "console:amend": (
            "tests/console/test_agencies.py::test_the_address_is_corrected_and_the_act_recorded"
        ),
        "console:appoint": (
            "tests/console/test_officials.py::test_an_official_is_appointed_with_his_role"
        ),
        "console:approve-reset": (
            "tests/console/test_officials.py"
            "::test_two_administrators_together_take_off_a_second_factor"
        ),
        "console:ask-reset": (
            "tests/console/test_officials.py"
            "::test_two_administrators_together_take_off_a_second_factor"
        ),
        "console:change": (
            "tests/console/test_four_eyes.py"
            "::test_what_changed_after_the_page_was_opened_is_shown_again_first"
        ),
        "console:change-list": (
            "tests/console/test_purpose_lists.py::test_a_list_is_changed_and_its_code_stays"
        ),
        "console:close-unit": (
            "tests/console/test_agencies.py"
            "::test_a_unit_with_people_does_not_close_and_an_empty_one_does"
        ),
        "console:depart": (
            "tests/console/test_officials.py::test_a_leaver_holds_no_power_and_signs_in_no_more"
        ),
        "console:document-template-bring": (
            "tests/console/test_document_templates.py"
            "::test_the_pages_bring_a_template_name_unknown_fields_and_try_it"
        ),
        "console:end-posting": (
            "tests/console/test_not_oneself.py::test_an_administrator_may_give_a_role_back"
        ),
        "console:give-grant": (
            "tests/console/test_officials.py"
            "::test_another_agency_s_official_receives_here_for_some_days"
        ),
        "console:import-write": (
            "tests/console/test_importing.py"
            "::test_a_right_list_is_shown_first_and_written_on_the_last_word"
        ),
        "console:keep-gone": (
            "tests/console/test_national.py::test_what_is_gone_is_withdrawn_or_kept"
        ),
        "console:make-list": (
            "tests/console/test_purpose_lists.py::test_a_list_is_changed_and_its_code_stays"
        ),
        "console:note-number": (
            "tests/agencies/test_humans.py::test_an_administrator_settles_a_pair_on_a_page"
        ),
        "console:open-account": "tests/console/test_officials.py::test_an_account_is_opened_once",
        "console:open-counter": "tests/console/test_agencies.py::test_a_counter_opens",
        "console:open-one": (
            "tests/console/test_national.py::test_a_clear_procedure_is_opened_with_one_click"
        ),
        "console:open-unit": "tests/console/test_agencies.py::test_a_unit_opens_below_another",
        "console:outage-agree": (
            "tests/console/test_outages.py"
            "::test_a_planned_one_is_announced_called_off_and_has_its_record"
        ),
        "console:outage-ask": (
            "tests/console/test_outages.py"
            "::test_a_planned_one_is_announced_called_off_and_has_its_record"
        ),
        "console:outage-call-off": (
            "tests/console/test_outages.py"
            "::test_a_planned_one_is_announced_called_off_and_has_its_record"
        ),
        "console:outage-end": (
            "tests/console/test_outages.py::test_an_outage_is_asked_for_agreed_to_and_ended"
        ),
        "console:post": (
            "tests/console/test_not_oneself.py::test_an_administrator_may_give_a_role_back"
        ),
        "console:process-move": (
            "tests/console/test_processes.py::test_with_a_counterpart_it_is_moved"
        ),
        "console:prove-one": (
            "tests/console/test_catalogue.py"
            "::test_a_procedure_is_proved_at_the_console_and_says_so_from_then_on"
        ),
        "console:remove-day": (
            "tests/console/test_agencies.py::test_a_day_off_is_set_and_taken_back"
        ),
        "console:revoke-grant": (
            "tests/console/test_officials.py"
            "::test_another_agency_s_official_receives_here_for_some_days"
        ),
        "console:sending-again": (
            "tests/console/test_sending.py::test_a_group_is_sent_again_and_no_other"
        ),
        "console:sending-marks": (
            "tests/console/test_sending.py::test_an_agency_chooses_marks_in_its_text_messages"
        ),
        "console:sending-price": (
            "tests/console/test_sending.py::test_prices_and_quiet_hours_hold_from_their_day"
        ),
        "console:sending-quiet": (
            "tests/console/test_sending.py::test_prices_and_quiet_hours_hold_from_their_day"
        ),
        "console:series-add": (
            "tests/console/test_series.py::test_a_new_series_takes_over_on_its_day"
        ),
        "console:series-end": (
            "tests/console/test_series.py::test_a_series_is_ended_from_a_day_to_come"
        ),
        "console:set-day": "tests/console/test_agencies.py::test_a_day_off_is_set_and_taken_back",
        "console:set-hours": (
            "tests/console/test_agencies.py::test_a_week_left_empty_follows_the_nation_again"
        ),
        "console:settle": (
            "tests/console/test_four_eyes.py"
            "::test_what_changed_after_the_page_was_opened_is_shown_again_first"
        ),
        "console:settle-alike": (
            "tests/agencies/test_humans.py::test_an_administrator_settles_a_pair_on_a_page"
        ),
        "console:settle-chosen": (
            "tests/console/test_national.py::test_several_flags_of_one_kind_take_one_answer"
        ),
        "console:synonym-add": (
            "tests/console/test_synonyms.py"
            "::test_a_phrase_that_is_added_finds_at_once_and_leaves_a_trace"
        ),
        "console:synonym-change": (
            "tests/console/test_synonyms.py"
            "::test_a_shipped_phrase_is_changed_taken_away_and_restored"
        ),
        "console:synonym-remove": (
            "tests/console/test_synonyms.py"
            "::test_a_shipped_phrase_is_changed_taken_away_and_restored"
        ),
        "console:synonym-restore": (
            "tests/console/test_synonyms.py"
            "::test_a_shipped_phrase_is_changed_taken_away_and_restored"
        ),
        "console:tariff-add": (
            "tests/console/test_tariff.py"
            "::test_a_row_to_come_is_taken_back_and_the_one_before_goes_on"
        ),
        "console:tariff-end": "tests/console/test_tariff.py::test_a_row_is_ended_on_a_day_to_come",
        "console:tariff-withdraw": (
            "tests/console/test_tariff.py"
            "::test_a_row_to_come_is_taken_back_and_the_one_before_goes_on"
        ),
        "console:transfer": "tests/console/test_officials.py::test_a_transfer_ends_what_he_had",
        "console:withdraw-gone": (
            "tests/console/test_national.py::test_what_is_gone_is_withdrawn_or_kept"
        ),
        "console:wording-publish": (
            "tests/console/test_wordings.py"
            "::test_one_administrator_returns_to_an_earlier_text_at_once"
        ),
        "console:wording-return": (
            "tests/console/test_wordings.py"
            "::test_one_administrator_returns_to_an_earlier_text_at_once"
        ),
        "console:wording-withdraw": (
            "tests/console/test_wordings.py"
            "::test_what_was_withdrawn_may_be_proposed_again_and_what_was_published_not_withdrawn"
        ),
        "console:wording-write": (
            "tests/console/test_wordings.py"
            "::test_one_administrator_returns_to_an_earlier_text_at_once"
        ),
        "console:workshop-add": (
            "tests/console/test_workshop_trying.py"
            "::test_a_datum_that_cannot_be_written_so_is_named_and_breaks_no_page"
        ),
        "console:workshop-agree": (
            "tests/console/test_workshop.py"
            "::test_nobody_begins_a_form_by_rules_that_were_just_taken_back"
        ),
        "console:workshop-arrange": (
            "tests/console/test_workshop.py::test_questions_are_moved_copied_and_removed"
        ),
        "console:workshop-ask": (
            "tests/console/test_workshop.py"
            "::test_nobody_begins_a_form_by_rules_that_were_just_taken_back"
        ),
        "console:workshop-begin": (
            "tests/console/test_workshop.py"
            "::test_nobody_begins_a_form_by_rules_that_were_just_taken_back"
        ),
        "console:workshop-discard": (
            "tests/console/test_who_may.py"
            "::test_a_draft_nobody_wrote_in_for_a_month_may_be_thrown_away"
        ),
        "console:workshop-edit": (
            "tests/console/test_workshop.py"
            "::test_nobody_begins_a_form_by_rules_that_were_just_taken_back"
        ),
        "console:workshop-new": (
            "tests/console/test_workshop.py::test_questions_are_moved_copied_and_removed"
        ),
        "console:workshop-remove": (
            "tests/console/test_workshop.py::test_questions_are_moved_copied_and_removed"
        ),
        "console:workshop-return": (
            "tests/console/test_workshop.py::test_a_draft_goes_back_with_the_reason"
        ),
        "console:workshop-sequences": (
            "tests/console/test_workshop_sequences.py"
            "::test_a_draft_takes_a_shared_process_and_keeps_its_own_basis"
        ),
        "console:workshop-template": (
            "tests/console/test_four_eyes.py"
            "::test_what_one_person_wrote_by_hand_is_not_let_in_as_the_catalogue_s"
        ),
        "console:workshop-undo": (
            "tests/console/test_workshop.py"
            "::test_nobody_begins_a_form_by_rules_that_were_just_taken_back"
        ),
        "deliveries:carrier-webhook": (
            "tests/deliveries/test_webhook.py::test_a_replay_is_answered_and_changes_nothing"
        ),
        "desk:accept": (
            "tests/desk/test_acts.py::test_each_move_is_made_by_its_roles_and_refused_to_the_others"
        ),
        "desk:apologise": (
            "tests/desk/test_control.py"
            "::test_the_head_apologises_on_a_page_that_shows_the_slip_first"
        ),
        "desk:approve": (
            "tests/desk/test_acts.py"
            "::test_each_step_is_taken_by_whose_it_is_and_refused_to_the_others"
        ),
        "desk:assign": (
            "tests/desk/test_hands.py::test_a_dossier_is_given_to_one_and_by_him_to_another"
        ),
        "desk:bulk": (
            "tests/desk/test_bulk.py::test_a_draft_that_changed_after_it_was_shown_is_not_signed"
        ),
        "desk:collect": (
            "tests/desk/test_exemptions.py"
            "::test_cash_for_the_difference_is_taken_on_the_page_and_lies_in_the_drawer"
        ),
        "desk:complete": (
            "tests/desk/test_acts.py"
            "::test_each_step_is_taken_by_whose_it_is_and_refused_to_the_others"
        ),
        "desk:counter-act": (
            "tests/desk/test_completing.py::test_a_second_click_gives_nothing_twice"
        ),
        "desk:counter-complete": (
            "tests/desk/test_completing.py::test_a_second_click_gives_nothing_twice"
        ),
        "desk:counter-completion": (
            "tests/desk/test_completing.py::test_a_second_click_gives_nothing_twice"
        ),
        "desk:counter-filing": (
            "tests/desk/test_completing.py::test_a_second_click_gives_nothing_twice"
        ),
        "desk:counter-pages": (
            "tests/desk/test_counter.py::test_pages_of_a_paper_are_joined_from_the_page"
        ),
        "desk:counter-receive": (
            "tests/desk/test_completing.py::test_a_second_click_gives_nothing_twice"
        ),
        "desk:counter-setup": (
            "tests/desk/test_counter.py"
            "::test_a_kind_whose_numbers_were_stopped_gives_them_again_with_one_press"
        ),
        "desk:counter-tray": (
            "tests/desk/test_counter.py"
            "::test_a_paper_of_the_tray_is_chosen_by_what_is_filed_before_its_applicant_is_known"
        ),
        "desk:difference": (
            "tests/desk/test_statements.py"
            "::test_a_difference_is_proposed_with_a_reason_and_waits_for_another"
        ),
        "desk:difference-decide": (
            "tests/desk/test_statements.py"
            "::test_a_difference_is_proposed_with_a_reason_and_waits_for_another"
        ),
        "desk:difference-take-in": (
            "tests/desk/test_statements.py"
            "::test_money_that_only_the_statement_has_is_taken_in_by_who_did_not_bring_it"
        ),
        "desk:document-act": (
            "tests/desk/test_documents.py::test_what_changed_after_it_was_shown_is_not_signed"
        ),
        "desk:document-add": (
            "tests/desk/test_documents.py"
            "::test_the_leader_sees_every_page_and_signs_several_with_one_confirmation"
        ),
        "desk:document-files": (
            "tests/desk/test_document_sending.py"
            "::test_a_small_file_is_sent_at_once_and_the_last_one_chosen_is_added"
        ),
        "desk:document-settle": (
            "tests/desk/test_documents.py"
            "::test_the_leader_sees_every_page_and_signs_several_with_one_confirmation"
        ),
        "desk:documents": (
            "tests/desk/test_documents.py"
            "::test_the_leader_sees_every_page_and_signs_several_with_one_confirmation"
        ),
        "desk:documents-to-sign": (
            "tests/desk/test_documents.py"
            "::test_the_leader_sees_every_page_and_signs_several_with_one_confirmation"
        ),
        "desk:draft": (
            "tests/desk/test_acts.py"
            "::test_each_step_is_taken_by_whose_it_is_and_refused_to_the_others"
        ),
        "desk:drawer-act": (
            "tests/desk/test_drawer.py"
            "::test_a_difference_asks_for_a_reason_and_keeps_what_was_counted"
        ),
        "desk:exemption": (
            "tests/desk/test_exemptions.py"
            "::test_cash_for_the_difference_is_taken_on_the_page_and_lies_in_the_drawer"
        ),
        "desk:first-day-tick": (
            "tests/desk/test_keeping.py::test_a_first_day_is_listed_by_role_ticked_and_put_away"
        ),
        "desk:forward": (
            "tests/desk/test_hands.py::test_a_dossier_is_given_to_one_and_by_him_to_another"
        ),
        "desk:hand-over": (
            "tests/desk/test_acts.py::test_each_move_is_made_by_its_roles_and_refused_to_the_others"
        ),
        "desk:help-take": (
            "tests/voice/test_desk_pages.py::test_a_request_for_help_is_taken_up_by_one"
        ),
        "desk:money-back-decide": (
            "tests/desk/test_money_back.py::test_who_proposed_cannot_agree_and_a_second_one_can"
        ),
        "desk:money-back-order": (
            "tests/desk/test_money_back.py::test_who_proposed_cannot_agree_and_a_second_one_can"
        ),
        "desk:money-back-refused": (
            "tests/desk/test_money_back.py::test_what_the_bank_refused_is_asked_again"
        ),
        "desk:money-back-taken": (
            "tests/desk/test_money_back.py"
            "::test_a_chargeback_is_told_and_stands_on_the_page_until_somebody_says_what_was_done"
        ),
        "desk:note": (
            "tests/desk/test_acts.py"
            "::test_a_form_filled_in_otherwise_and_sent_again_is_refused_not_lost"
        ),
        "desk:payment": (
            "tests/desk/test_acts.py::test_each_move_is_made_by_its_roles_and_refused_to_the_others"
        ),
        "desk:purse-act": (
            "tests/desk/test_drawer.py"
            "::test_a_difference_asks_for_a_reason_and_keeps_what_was_counted"
        ),
        "desk:receipt": "tests/desk/test_receipts.py::test_one_may_take_back_what_one_asked",
        "desk:receipt-decide": "tests/desk/test_receipts.py::test_one_may_take_back_what_one_asked",
        "desk:refuse": (
            "tests/desk/test_acts.py::test_each_move_is_made_by_its_roles_and_refused_to_the_others"
        ),
        "desk:rejudge": (
            "tests/desk/test_exemptions.py"
            "::test_the_second_person_reads_what_would_be_judged_and_what_it_costs"
        ),
        "desk:reopen": (
            "tests/desk/test_hands.py"
            "::test_a_returned_result_is_opened_again_once_a_second_person_agrees"
        ),
        "desk:return": (
            "tests/desk/test_acts.py::test_each_move_is_made_by_its_roles_and_refused_to_the_others"
        ),
        "desk:send-back": (
            "tests/desk/test_acts.py"
            "::test_each_step_is_taken_by_whose_it_is_and_refused_to_the_others"
        ),
        "desk:statement-accounts": (
            "tests/desk/test_statements.py"
            "::test_an_accountant_adds_an_account_and_says_until_when_one_is_used"
        ),
        "desk:statement-file": (
            "tests/desk/test_statements.py"
            "::test_a_file_that_cannot_be_read_says_where_and_asks_which_column_is_what"
        ),
        "desk:statements": (
            "tests/desk/test_statements.py"
            "::test_a_difference_is_proposed_with_a_reason_and_waits_for_another"
        ),
        "desk:stop": (
            "tests/desk/test_acts.py::test_each_move_is_made_by_its_roles_and_refused_to_the_others"
        ),
        "desk:supplement": (
            "tests/desk/test_acts.py::test_each_move_is_made_by_its_roles_and_refused_to_the_others"
        ),
        "desk:take-up": (
            "tests/desk/test_acts.py"
            "::test_each_step_is_taken_by_whose_it_is_and_refused_to_the_others"
        ),
        "desk:taking-over": (
            "tests/desk/test_taking_over.py"
            "::test_the_unit_sees_what_was_handed_to_it_and_signs_once"
        ),
        "desk:takings-close": (
            "tests/desk/test_statements.py::test_a_statement_is_brought_and_its_day_is_reconciled"
        ),
        "desk:unclear-decide": (
            "tests/desk/test_unclear.py"
            "::test_an_accountant_reads_what_came_and_proposes_what_becomes_of_it"
        ),
        "desk:unclear-one": (
            "tests/desk/test_unclear.py"
            "::test_an_accountant_reads_what_came_and_proposes_what_becomes_of_it"
        ),
        "payments:bank-webhook": (
            "tests/payments/test_webhook.py"
            "::test_a_signed_message_that_cannot_be_read_is_refused_and_changes_nothing"
        ),
        "payments:terminal-webhook": (
            "tests/payments/test_terminals.py"
            "::test_a_word_that_tells_a_whole_card_number_is_refused_and_nothing_of_it_kept"
        ),
        "portal:dossier-pay": (
            "tests/portal/test_paying.py"
            "::test_a_gateway_that_answers_with_a_forged_signature_leaves_the_page_waiting"
        ),
        "portal:help-ask": (
            "tests/voice/test_portal_pages.py::test_a_message_sent_twice_is_one_request"
        ),
        "portal:order-card": (
            "tests/portal/test_paying.py"
            "::test_a_gateway_that_answers_with_a_forged_signature_leaves_the_page_waiting"
        ),
        "portal:order-link": (
            "tests/portal/test_pay_links.py"
            "::test_a_link_is_made_and_called_back_on_the_page_of_the_debt"
        ),
        "portal:unsubscribe": (
            "tests/portal/test_news.py::test_news_are_ended_by_one_post_without_signing_in"
        ),
    }
)
"""Which test sends a right request there; `test_every_write.py` has twenty send it at once."""

BESIDE: Mapping[str, str] = MappingProxyType(
    {
        "desk:document-part": (
            "tests/security/test_twenty_papers.py"
            "::test_pieces_sent_twenty_times_at_once_are_the_file_byte_for_byte"
        ),
        "desk:document-parts": (
            "tests/security/test_twenty_papers.py"
            "::test_pieces_sent_twenty_times_at_once_are_the_file_byte_for_byte"
        ),
        "identity:token": (
            "tests/identity/test_tokens.py::test_whoever_is_signed_in_gets_a_token_of_his_own"
        ),
        "notifications:sms-webhook": (
            "tests/notifications/test_reports.py"
            "::test_what_arrived_is_said_to_have_arrived_whatever_happens_to_the_report"
        ),
        "openapi:begin_file": (
            "tests/openapi/test_uploads.py"
            "::test_a_file_sent_in_pieces_is_the_one_sent_at_once_and_taken_in_once"
        ),
        "openapi:file_dossier": (
            "tests/openapi/test_filing.py::test_twenty_at_once_with_one_key_file_one_dossier"
        ),
        "openapi:give_up_file": (
            "tests/security/test_twenty_papers.py"
            "::test_a_file_in_pieces_that_is_given_up_while_it_is_taken_in_is_either"
        ),
        "openapi:go_on_with_file": (
            "tests/security/test_twenty_papers.py"
            "::test_pieces_sent_twenty_times_at_once_are_the_file_byte_for_byte"
        ),
        "openapi:send_file": "tests/openapi/test_uploads.py::test_one_upload_is_not_filed_twice",
        "openapi:take_in_file": (
            "tests/security/test_twenty_papers.py"
            "::test_a_file_in_pieces_is_taken_in_once_and_everybody_has_the_same_answer"
        ),
        "payments:wallet-webhook": (
            "tests/texting/test_paying.py::test_the_same_word_again_moves_nothing_more"
        ),
        "portal:browser": (
            "tests/notifications/test_webpush.py"
            "::test_a_browser_belongs_to_who_let_it_last_and_ten_are_enough"
        ),
        "portal:browser-gone": (
            "tests/notifications/test_webpush.py"
            "::test_a_browser_belongs_to_who_let_it_last_and_ten_are_enough"
        ),
        "portal:browser-sandbox": (
            "tests/notifications/test_webpush.py"
            "::test_a_browser_belongs_to_who_let_it_last_and_ten_are_enough"
        ),
        "portal:dossier-supplement-files": (
            "tests/security/test_twenty_papers.py"
            "::test_a_file_in_pieces_is_taken_in_once_and_everybody_has_the_same_answer"
        ),
        "portal:dossier-supplement-part": (
            "tests/security/test_twenty_papers.py"
            "::test_pieces_sent_twenty_times_at_once_are_the_file_byte_for_byte"
        ),
        "portal:dossier-supplement-parts": (
            "tests/security/test_twenty_papers.py"
            "::test_pieces_sent_twenty_times_at_once_are_the_file_byte_for_byte"
        ),
        "portal:draft-files": (
            "tests/security/test_twenty_papers.py"
            "::test_a_file_in_pieces_is_taken_in_once_and_everybody_has_the_same_answer"
        ),
        "portal:draft-part": (
            "tests/security/test_twenty_papers.py"
            "::test_pieces_sent_twenty_times_at_once_are_the_file_byte_for_byte"
        ),
        "portal:draft-parts": (
            "tests/security/test_twenty_papers.py"
            "::test_pieces_sent_twenty_times_at_once_are_the_file_byte_for_byte"
        ),
        "portal:feedback-reopen": (
            "tests/security/test_twenty_visitors.py"
            "::test_feedback_is_passed_on_answered_published_and_reopened_once"
        ),
        "portal:feedback-withdraw": (
            "tests/security/test_twenty_visitors.py"
            "::test_feedback_is_passed_on_answered_published_and_reopened_once"
        ),
        "portal:kiosk-come": (
            "tests/security/test_twenty_visitors.py"
            "::test_a_time_is_booked_moved_given_back_and_used_once"
        ),
        "portal:kiosk-take": (
            "tests/portal/test_kiosk.py"
            "::test_a_number_is_taken_in_two_presses_and_prints_80_mm_wide"
        ),
        "portal:pay-link-card": (
            "tests/portal/test_pay_links.py"
            "::test_whom_a_link_was_sent_to_cannot_begin_without_end_nor_keep_its_owner_from_it"
        ),
        "portal:pay-link-wallet": (
            "tests/portal/test_pay_links.py"
            "::test_whom_a_link_was_sent_to_cannot_begin_without_end_nor_keep_its_owner_from_it"
        ),
        "portal:rating-link": (
            "tests/security/test_twenty_at_once.py"
            "::test_a_rating_given_from_twenty_pages_counts_once"
        ),
        "portal:rating-sheet": (
            "tests/security/test_twenty_at_once.py"
            "::test_a_rating_given_from_twenty_pages_counts_once"
        ),
        "texting:text-webhook": (
            "tests/texting/test_hostile.py"
            "::test_the_same_message_told_again_under_a_fresh_signature_is_one"
        ),
        "token": "tests/identity/test_tokens.py::test_a_client_asks_over_http_by_form_or_basic",
    }
)
"""What programs and scripts send, and people who did not sign in: which test sends it again."""

READS = ("openapi:api-root", "openapi:openapi-json")
"""They answer any method alike, and write nothing."""

GUARDED = (
    "console:document-template-end",
    "console:guidance-add",
    "console:guidance-change",
    "console:guidance-remove",
    "console:guidance-restore",
    "console:import",
    "console:outage-refuse",
    "console:workshop-fees",
    "console:workshop-frame",
    "console:workshop-rule",
    "console:workshop-simulate",
    "desk:absence-end",
    "desk:absences",
    "desk:ask-agency",
    "desk:asked-answer",
    "desk:audit",
    "desk:bring-back",
    "desk:consult",
    "desk:correct",
    "desk:counter-bookings",
    "desk:counter-posted",
    "desk:feedback-act",
    "desk:find",
    "desk:hand-out",
    "desk:hand-out-code",
    "desk:help-code",
    "desk:help-draft",
    "desk:help-finish",
    "desk:help-new",
    "desk:help-open",
    "desk:money-twice",
    "desk:money-twice-decide",
    "desk:notices-read",
    "desk:outage-bind",
    "desk:outage-restore",
    "desk:outage-sheets",
    "desk:outage-sheets-used",
    "desk:outage-spoil",
    "desk:outside-correct",
    "desk:outside-sheet",
    "desk:paper-mark",
    "desk:paper-unmark",
    "desk:parcel-again",
    "desk:parcel-receive",
    "desk:part",
    "desk:phrase",
    "desk:phrase-remove",
    "desk:phrases",
    "desk:proposal",
    "desk:rating-code",
    "desk:receipts-export",
    "desk:register-write",
    "desk:report-decide",
    "desk:reports",
    "desk:satisfaction-mark",
    "desk:statements-fetch",
    "desk:till-act",
    "desk:till-back",
    "desk:two-people",
    "desk:two-people-end",
    "desk:view-delete",
    "desk:view-save",
    "desk:view-up",
    "portal:booking",
    "portal:booking-times",
    "portal:dossier-collecting",
    "portal:dossier-postage",
    "portal:dossier-rating",
    "portal:dossier-returning",
    "portal:dossier-supplement",
    "portal:dossier-supplement-check",
    "portal:dossier-withdraw",
    "portal:draft-check",
    "portal:draft-discard",
    "portal:draft-page",
    "portal:draft-papers",
    "portal:draft-returning",
    "portal:draft-sending",
    "portal:feedback-follow",
    "portal:feedback-give",
    "portal:help-looks-end",
    "portal:helping",
    "portal:helping-confirm",
    "portal:helping-end",
    "portal:helping-end-code",
    "portal:kiosk",
    "portal:news-read",
    "portal:order-wallet",
    "portal:phone",
    "portal:phone-code",
    "portal:rating",
    "portal:start",
    "portal:track",
    "portal:verify",
    "portal:ways-of",
    "ui:language",
)
"""Not sent by twenty at their address yet. A page's form has a token that does nothing twice for
somebody who signed in, whatever the form says (`RepeatingMiddleware`); twenty at once try that
in `test_twenty_at_once.py`, and what a page of the test world shows is pressed twice in
`test_pressed_twice.py`. Nothing new belongs here, and what has a test that sends it goes up to
`SENT_BY`.
"""
