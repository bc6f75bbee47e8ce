-- What a program of revision 0003 could have left: a row or more in every table.
BEGIN;
PRAGMA defer_foreign_keys=1;
INSERT INTO plan (id, code, title, short_title, number, issued_on, issuer, basis, closing, publicity_start, publicity_end, publicity_time, publicity_peak_start, publicity_peak_end, publicity_peak_time, campaign_start, campaign_end, campaign_time, ceremony, report_day, report_exclusive, report_clause, report_receiver, report_superior, province_day, province_exclusive, sections, signer_authority, signer_title, signer_name, commune_group) VALUES
    (1, 'KH-CU', 'Kế hoạch cũ', 'Thử', '125/KH-UBND', '2024-09-26', 'UBND huyện Vĩnh Lộc', '["Căn cứ thứ nhất;", "Căn cứ thứ hai."]', 'Trên đây là kế hoạch.', '2024-09-26', '2024-10-15', NULL, '2024-10-01', '2024-10-10', NULL, '2024-10-01', '2024-10-10', NULL, '2024-10-01 01:00:00.000000', '2024-10-12', 1, 'IV.6', 'Phòng VHTT', 'Sở TT&TT', '2024-10-20', 0, '{"D": "Tổ công nghệ số", "A": "Kế hoạch"}', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', 'Lê Văn B', 'G_HUYEN');
INSERT INTO plan_clause (id, plan_id, position, ref, title, body, parent) VALUES
    (1, 1, 1, 'I', 'MỤC ĐÍCH', '', '');
INSERT INTO plan_group (id, plan_id, position, code, name, sort_order) VALUES
    (1, 1, 1, 'G_XA', 'G_XA', 1);
INSERT INTO plan_recipient (id, plan_id, position, name, purpose, purpose_origin) VALUES
    (1, 1, 1, 'Sở TT&TT', 'để b/c', 'stated');
INSERT INTO plan_letterhead (id, plan_id, position, profile, label, superior, issuer, symbol, place, addressees, recipients, signer_authority, signer_title, signer_name) VALUES
    (1, 1, 1, 'ubnd', 'UBND huyện', '[]', '["ỦY BAN NHÂN DÂN", "HUYỆN VĨNH LỘC"]', 'BC-UBND', 'Vĩnh Lộc', '["Sở TT&TT Thanh Hóa"]', '["Như trên;", "Lưu: VT."]', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', 'Lê Văn B');
INSERT INTO unit (id, valid_to) VALUES
    (1, '2025-06-30');
INSERT INTO unit_name (id, unit_id, name, short_name, fold_key, sort_key, valid_from, valid_to) VALUES
    (1, 1, 'UBND xã Vĩnh Hùng', 'A', 'ubnd xa vinh hung', 'u0b0n0d01x0a01v0i0n0h01h0u0n0g000331', NULL, '2025-06-30');
INSERT INTO unit_alias (id, unit_id, position, alias, fold_key) VALUES
    (1, 1, 1, 'Vĩnh Hùng', 'vinh hung');
INSERT INTO unit_code (id, unit_id, position, scheme, code, valid_from, valid_to) VALUES
    (1, 1, 1, 'gso', '15364', NULL, '2025-06-30');
INSERT INTO unit_code (id, unit_id, position, scheme, code, valid_from, valid_to) VALUES
    (2, 1, 2, 'gso', '16000', '2025-07-01', NULL);
INSERT INTO unit_lineage (id, unit_id, position, direction, name, gso_code, happened_on) VALUES
    (1, 1, 1, 'successor', 'Xã Tây Đô', '15361', '2025-07-01');
INSERT INTO plan_unit (id, plan_id, unit_id, name_id, code, kind, group_code, relation, sort_order, stated, origin, source, confidence, note, contact_person, contact_phone, contact_email, hamlets, households, teams, members, profile_as_of, profile_source) VALUES
    (1, 1, 1, 1, '15364', '', 'G_XA', 'obliged', 1, '', 'stated', '', '', '', 'Nguyễn Văn Đức', '0912 345 678', 'vh@example.vn', 11, 2345, 11, 77, '2024-09-01', 'Chi cục Thống kê');
INSERT INTO unit_membership (id, plan_unit_id, position, group_code, valid_from, valid_to) VALUES
    (1, 1, 1, 'G_TUYEN', '2024-01-01', NULL);
INSERT INTO unit_membership (id, plan_unit_id, position, group_code, valid_from, valid_to) VALUES
    (2, 1, 2, 'G_XA', NULL, NULL);
INSERT INTO duty (id, plan_id, position, code, clauses, group_code, kind, role, binding, text, window_start, window_end, window_time, peak_start, peak_end, peak_time, deadline_day, deadline_exclusive, place, evidence, recipient, indicators, condition, by_hand, origins, note) VALUES
    (1, 1, 1, 'N01', '["II.1.a", "IV.2.1"]', 'G_XA', 'task', 'perform', 'mandatory', '', '2024-10-01', NULL, '08:00:00.000000', '2024-10-05', '2024-10-10', NULL, '2024-10-12', 1, '', '', '', '["D01"]', '', 0, '{"text": "inferred", "window": "stated"}', '');
INSERT INTO assignment (id, duty_id, plan_unit_id, position) VALUES
    (1, 1, 1, 1);
INSERT INTO indicator (id, plan_id, position, code, name, unit_of_measure, value_type, clauses, groups, aggregation, denominator, computed_from, expected_moment, choices, evidence, origin, source, annex, core, submission_field, explanation) VALUES
    (1, 1, 1, 'D01', 'Chỉ tiêu D02', '', 'integer', '["II.1.a"]', '["G_XA"]', 'sum', '', '[]', '2024-10-01 01:00:00.000000', '["Đạt", "Chưa đạt"]', '', 'stated', '', '', 1, 0, '');
INSERT INTO indicator_check (id, indicator_id, position, code, severity, rule, message, applies_when, origin) VALUES
    (1, 1, 1, 'D01.1', 'block', 'D01 >= 0', 'Không âm', '', 'stated');
INSERT INTO attachment (id, sha256, size, added_at) VALUES
    (1, '535bda779736facf44e0605cb369098790cbe65c585d3c59ff7f2ede0d1fb384', 15, '2024-10-10 02:00:00.000000');
INSERT INTO incoming (id, plan_id, attachment_id, file_name, taken_at, received_at, channel, plan_unit_id, kind, state, reason, submission_id, settled, asked, reading, digest) VALUES
    (1, 1, 1, 'goi.zip/Báo cáo.xlsx', '2024-10-10 02:00:00.000000', '2024-10-10 01:00:00.000000', 'zalo', 1, 'first', 'taken', 'đã gọi', 1, '[0]', '["0", "D01"]', '{"kind":"xlsx","recognition":"form_id","unit":"15364","candidates":["15364"],"plan":"KH-CU","version":"1","number":"15/BC-UBND","signed_on":{"day":"2024-10-09"},"maker":"Phạm Thị C","phone":"0912","note":"kèm ảnh","values":[["D01",12,"12 tổ","Biểu 1","C7",false,["question","Có chữ đi kèm số.","12"],"Số tổ"],["K01",{"moment":"2024-10-01T01:00:00+00:00"},"8h 1/10","Biểu 1","C8",true,null,""]],"problems":[["know","flag","Tệp có macro.","Biểu 1","B2","D01","x","y"]],"counts":[9,2,3,1,3]}', '55c740636215186f8775c8874d2bfb95031da79bb051615a053f381ec26b4dd0');
INSERT INTO learned_label (id, plan_id, label, indicator) VALUES
    (1, 1, 'so to', 'D01');
INSERT INTO submission (id, plan_id, plan_unit_id, kind, state, received_at, entered_at, channel, number, signed_on, maker, phone, reason, note, returned_reason, digest) VALUES
    (1, 1, 1, 'first', 'received', '2024-10-10 01:00:00.000000', '2024-10-10 02:00:00.000000', 'zalo', '15/BC-UBND', '2024-10-09', 'Phạm Thị C', '', '', '', '', 'a5e083c400e00d26203e7739bd254329d49ebe7ada1890c6352313c44a9165f1');
INSERT INTO value (id, plan_id, submission_id, indicator_id, position, raw, whole_number, flag, words, day, moment, cleared, estimate, reason, source_sha256, source_file, source_sheet, source_cell, corrected_from, correction_reason, is_latest, superseded_by) VALUES
    (1, 1, 1, 1, 1, '21', 21, NULL, NULL, NULL, NULL, 0, 0, '', 'abababababababababababababababababababababababababababababababab', 'Báo cáo.xlsx', 'Biểu 1', 'C7', NULL, '', 0, 2);
INSERT INTO value (id, plan_id, submission_id, indicator_id, position, raw, whole_number, flag, words, day, moment, cleared, estimate, reason, source_sha256, source_file, source_sheet, source_cell, corrected_from, correction_reason, is_latest, superseded_by) VALUES
    (2, 1, 1, 1, 1, '12', 12, NULL, NULL, NULL, NULL, 0, 0, '', NULL, NULL, NULL, NULL, '21', 'Gõ nhầm', 0, 3);
INSERT INTO value (id, plan_id, submission_id, indicator_id, position, raw, whole_number, flag, words, day, moment, cleared, estimate, reason, source_sha256, source_file, source_sheet, source_cell, corrected_from, correction_reason, is_latest, superseded_by) VALUES
    (3, 1, 1, 1, 1, '12', 12, NULL, NULL, NULL, NULL, 0, 0, '', NULL, NULL, NULL, NULL, '21', 'Gõ nhầm', 1, NULL);
INSERT INTO value_doubt (id, value_id, severity, sentence, proposal) VALUES
    (1, 3, 'flag', 'Ô là chữ, không phải số.', '12');
INSERT INTO mark (id, duty_id, plan_unit_id, state, reason, note) VALUES
    (1, 1, 1, NULL, '', 'gọi lại');
INSERT INTO extension (id, plan_unit_id, day, exclusive, reason) VALUES
    (1, 1, '2024-10-14', 1, 'Mất điện');
INSERT INTO passage_edit (id, plan_id, passage, template, base, seen, edited_at) VALUES
    (1, 1, 'campaign', 'Cả huyện có {D01.value} tổ.', 'Có {D01.value} tổ.', '{"D01.value": "12"}', '2024-10-11 01:00:00.000000');
INSERT INTO annex_picture (id, plan_id, position, incoming_id, caption) VALUES
    (1, 1, 1, 1, 'Lễ phát động ở xã Vĩnh Hùng');
INSERT INTO issue (id, plan_id, kind, profile, number, symbol, day, signer_authority, signer_title, signer_name, addressees, recipients, as_of, issued_at, issued_by, audit_number, audit_hash, frozen, base_id, withdrawn_at, withdrawn_reason, digest) VALUES
    (1, 1, 'report', 'ubnd', 15, 'BC-UBND', '2024-10-12', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', 'Lê Văn B', '["Sở TT&TT Thanh Hóa"]', '["Như trên;", "Lưu: VT."]', '2024-10-12 02:00:00.000000', '2024-10-12 02:00:00.000000', 'Trịnh Văn Đạt', 1, '36670daee8d674bdac98119543db47f8e9767f174e85626df6d5380d20527806', '{"totals":[["D01","",12,null,1,1,[]],["D01","G_XA",null,0.5,0,1,["15364"]]],"units":[["15364","on_time","2024-10-10T01:00:00+00:00"]],"values":[["15364","D01",12,"12",[1],"Báo cáo.xlsx","Biểu 1","C7","12"]]}', NULL, '2024-10-13 02:00:00.000000', 'Nhầm số', '9333a1a1b2731c92774e42320eab9c798390a0c4c6f54aabfa80c0e8173ebcdb');
INSERT INTO issue (id, plan_id, kind, profile, number, symbol, day, signer_authority, signer_title, signer_name, addressees, recipients, as_of, issued_at, issued_by, audit_number, audit_hash, frozen, base_id, withdrawn_at, withdrawn_reason, digest) VALUES
    (2, 1, 'supplement', 'ubnd', 16, 'BC-UBND', '2024-10-16', '', 'CHỦ TỊCH', 'Lê Văn A', '[]', '["Lưu: VT."]', '2024-10-16 02:00:00.000000', '2024-10-16 02:00:00.000000', 'Trịnh Văn Đạt', 1, '36670daee8d674bdac98119543db47f8e9767f174e85626df6d5380d20527806', '{"totals":[],"units":[],"values":[]}', 1, NULL, '', '061916839ce0e3544ef572b9dc0e67574f526ae54766998ff5e1697fff60bba7');
INSERT INTO issue_file (id, issue_id, file_format, sha256, size, data) VALUES
    (1, 1, 'pdf', '6f05ff2a5042f40543dcad27b65e3d18bfd0ae6a9bf01706e0c78dd0ef785cff', 12, X'25504446206f662030303033');
INSERT INTO issue_file (id, issue_id, file_format, sha256, size, data) VALUES
    (2, 1, 'control', 'ce98e8483949575bd965df03ff8066fe4fff2f372f56d691afe0f99b59cdf9af', 20, X'2550444620636f6e74726f6c206f662030303033');
INSERT INTO contact (id, plan_id, plan_unit_id, kind, at, subject, person, note, cancelled) VALUES
    (1, 1, 1, 'call', '2024-10-11 01:30:00.000000', 'Đôn đốc báo cáo', 'Nguyễn Văn Đức', 'hẹn gửi chiều', 0);
INSERT INTO setting (key, value) VALUES
    ('actor', 'Trịnh Văn Đạt');
INSERT INTO audit (number, at, actor, action, entity, entity_id, detail, previous, hash) VALUES
    (1, '2024-10-01 01:00:00.000000', 'Trịnh Văn Đạt', 'add', 'plan', 'KH-CU', '{"title":"Kế hoạch cũ"}', '', '36670daee8d674bdac98119543db47f8e9767f174e85626df6d5380d20527806');
COMMIT;
